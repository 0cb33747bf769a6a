package io.carillon.edge.engine;

import static io.carillon.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.time.Ticker;
import io.carillon.edge.session.ProcessRoom;
import io.carillon.edge.session.ReplayPace;
import io.carillon.edge.session.ShardRoom;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What becomes of an adopted connection that was told to finish while the kernel has no room for its last bytes. */
@EnabledOnOs(OS.LINUX)
class LastBytesTest {

    private static final int LAST_BYTES = 16 << 20;

    private final Admission admission = new Admission(new AdmissionLimits(10, -1));

    @Test
    void aClientThatTakesNoneOfThemGivesItsPlaceBack() throws Exception {
        withLastBytes(_ -> {
            // Nothing of what was sent is read.
        });
    }

    @Test
    void aClientThatTakesThemSlowlyGetsThemAll() throws Exception {
        withLastBytes(client -> {
            var buffer = ByteBuffer.allocate(1 << 20);
            long count = 0;
            for (int read = client.read(buffer); read >= 0; read = client.read(buffer.clear())) {
                count += read;
            }
            assertThat(count).isEqualTo(LAST_BYTES);
        });
    }

    private interface Client {
        void read(SocketChannel client) throws IOException;
    }

    private void withLastBytes(Client reading) throws Exception {
        Shard shard = Shard.adopting(
                0, Ticker.system(), new ProcessRoom(1 << 20), ShardRoom.unlimited(), ReplayPace.unlimited());
        shard.start();
        try (var descriptors = Descriptors.open(QueueLimits.UNSENT_BYTES);
                var server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var client = SocketChannel.open(server.getLocalAddress());
                var accepted = server.accept()) {
            var place = ((Admission.Verdict.Admitted) admission.admit("client")).place();
            int descriptor = descriptors.take(accepted);

            shard.execute(() -> {
                var connection = new AdoptedConnection(shard, descriptor, place, Inbound.IGNORING);
                connection.tryWrite(new byte[LAST_BYTES]);
                connection.finish();
            });
            reading.read(client);

            eventually()
                    .observing(admission::connections)
                    .until("the place to be free", () -> admission.connections() == 0);
        } finally {
            shard.stop();
        }
    }
}
