package io.carillon.core.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.channel.ChannelHash;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void isWrittenWithTheEventsOwnPartitionFirst() {
        var cursor = new Cursor(
                "0k3f92ab",
                1_790_000_000_000L,
                List.of(new Cursor.Position(12, 34567), new Cursor.Position(3, -1)),
                List.of(new Cursor.ChannelPosition(71, new ChannelPlace.Behind(9))));

        assertThat(cursor.text()).isEqualTo("1.0k3f92ab.mubbs7i8.12:34567.3:-1.~1z:9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0k3f92ab.mb2k9x1c.12:34566.3:17",
                "1.0k3f92ab.0.0:-1",
                "1.0k3f92ab.0",
                "1.0k3f92ab.mb2k9x1c.4095:999999999999999999",
                "1.0k3f92ab.mb2k9x1c.1:5.~1z141z3:4.~0:-1",
                "1.0k3f92ab.mb2k9x1c.1:5.~1z@mb2k9x1b",
                "1.0k3f92ab.mb2k9x1c.~1z:34*9999.~20@0"
            })
    void readsWhatItWrites(String text) {
        assertThat(Cursor.parse(text).map(Cursor::text)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                ".", // only dots
                "1", // no generation
                "1.0k3f92ab", // no time
                "2.0k3f92ab.0.0:1", // another format version
                "1.0K3F92AB.0.0:1", // capitals
                "1.0k3f92ab.-1.0:1", // time before all time
                "1.0k3f92ab.00.0:1", // two ways to write one time
                "1.0k3f92ab.0.00:1", // two ways to write one partition
                "1.0k3f92ab.0.0:01", // two ways to write one offset
                "1.0k3f92ab.0.0:-2", // before the beginning
                "1.0k3f92ab.0.4096:1", // no such partition
                "1.0k3f92ab.0.0:1.0:2", // one partition in two places
                "1.0k3f92ab.0.0:1000000000000000000", // more than an offset can be
                "1.0k3f92ab.0.~1z:4.0:1", // an exception before its partition
                "1.0k3f92ab.0.~1z:4.~1z:5", // one channel in two places
                "1.0k3f92ab.0.~2rrvthnxts:4", // more than 48 bits
                "1.0k3f92ab.0.~1z:4*0", // the last none
                "1.0k3f92ab.0.~1z:4*10000", // too many
                "1.0k3f92ab.0.~1z@00", // two ways to write one time
                "1.0k3f92ab.0.~1z@1*5", // a time has no last ones
                "1.0k3f92ab.0.~1z", // a channel without a place
                "1.0k3f92ab.0.0:1.", // something is missing
                "1.0k3f92ab.0.0:1 ", // white space
                "1.0k3f92ab.0.0:1\n" // a line break, which would forge a header
            })
    void refusesWhatItWouldNotWrite(String text) {
        assertThat(Cursor.parse(text)).isEmpty();
    }

    @Test
    void refusesATextThatIsTooLong() {
        String many = IntStream.range(0, 1000).mapToObj(i -> i + ":1").collect(Collectors.joining("."));

        assertThat(Cursor.parse("1.0k3f92ab.0." + many)).isEmpty();
    }

    @Test
    void saysWhereEachChannelStands() {
        long hash = ChannelHash.of("news");
        Cursor cursor = Cursor.parse("1.0k3f92ab.0.3:17.~" + Long.toString(hash, 36) + ":9")
                .orElseThrow();

        assertThat(cursor.place("news", 3)).contains(new ChannelPlace.Behind(9));
        assertThat(cursor.place("other", 3)).contains(new ChannelPlace.Behind(17));
        assertThat(cursor.place("other", 4)).isEmpty();
    }

    @Test
    void namesASinglePublication() {
        var generation = new Generation("0k3f92ab", 16);

        assertThat(Cursor.at(generation, 36, 3, 17).text()).isEqualTo("1.0k3f92ab.10.3:17");
    }
}
