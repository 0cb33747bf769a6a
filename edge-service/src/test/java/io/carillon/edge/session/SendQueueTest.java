package io.carillon.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SendQueueTest {

    private final RecordingOutlet outlet = new RecordingOutlet();
    private final SendQueue queue = new SendQueue();
    private final byte[] scratch = new byte[10];

    @Test
    void writesSeveralFramesAtOnceUpToTheRoomThatThereIs() {
        add("aaaa", "bbbb", "cc", "dd");

        assertThat(queue.flush(outlet, scratch)).isTrue();

        assertThat(outlet.writes).containsExactly("aaaabbbbcc", "dd");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void writesAFrameThatIsLargerThanTheRoomByItself() {
        add("a", "bbbbbbbbbbbb", "c");

        assertThat(queue.flush(outlet, scratch)).isTrue();

        assertThat(outlet.writes).containsExactly("a", "bbbbbbbbbbbb", "c");
    }

    @Test
    void keepsEverythingInOrderWhileTheOutletIsCongested() {
        outlet.congested = true;
        add("a", "b");
        assertThat(queue.flush(outlet, scratch)).isFalse();
        add("c");
        assertThat(queue.bytes()).isEqualTo(3);

        outlet.congested = false;
        assertThat(queue.flush(outlet, scratch)).isTrue();

        assertThat(outlet.writes).containsExactly("abc");
    }

    @Test
    void forgetsEverythingWhenCleared() {
        add("a", "b");

        queue.clear();

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
    }

    private void add(String... frames) {
        for (String frame : frames) {
            queue.add(frame.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
