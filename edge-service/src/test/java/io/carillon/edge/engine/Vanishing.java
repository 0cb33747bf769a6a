package io.carillon.edge.engine;

import io.carillon.testkit.client.Dial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that asks and is gone before it can be answered. */
final class Vanishing {

    private Vanishing() {}

    static void after(Dial dial, String headers) {
        var uri = dial.uri();
        String request = "GET " + uri.getRawPath() + '?' + uri.getRawQuery() + " HTTP/1.1\r\nHost: "
                + uri.getRawAuthority() + "\r\n" + headers + "\r\n";
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
