package io.carillon.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortUnavailableExceptionTest {

    @Test
    void namesThePortItsPurposeAndTheSettingThatChangesIt() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());

            assertThatThrownBy(() -> PortUnavailableException.unlessFree(address, "management", "push.management.port"))
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessage("port " + taken.getLocalPort() + " on localhost is not free for management: "
                            + "Address already in use (choose another with push.management.port)");
        }
    }

    @Test
    void isNotThrownForAFreePort() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

        assertThatCode(() -> PortUnavailableException.unlessFree(address, "management", "push.management.port"))
                .doesNotThrowAnyException();
    }
}
