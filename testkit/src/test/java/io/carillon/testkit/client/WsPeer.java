package io.carillon.testkit.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's side of a WebSocket, as far as the client's tests need one. */
final class WsPeer {

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)\r\n");

    private final TinyServer.Connection connection;

    private WsPeer(TinyServer.Connection connection) {
        this.connection = connection;
    }

    /** Takes the handshake and answers it. */
    static WsPeer accept(TinyServer.Connection connection) throws IOException {
        Matcher key = KEY.matcher(connection.readHead());
        if (!key.find()) {
            throw new IOException("the handshake has no key");
        }
        connection.write(switchingProtocols(accept(key.group(1))));
        return new WsPeer(connection);
    }

    static String switchingProtocols(String accept) {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept
                + "\r\n\r\n";
    }

    void write(String hex) throws IOException {
        connection.write(Bytes.ofHex(hex).array());
    }

    void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        connection.write(new byte[] {(byte) 0x81, (byte) bytes.length});
        connection.write(bytes);
    }

    /** Reads a short frame of the client: opcode and unmasked payload, as {@code 9:text}. */
    String read() throws IOException {
        byte[] header = connection.read(6);
        byte[] payload = connection.read(header[1] & 0x7f);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= header[2 + i % 4];
        }
        return (header[0] & 0xf) + ":" + Bytes.of(payload);
    }

    private static String accept(String key) {
        try {
            byte[] both = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
