package io.carillon.edge.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down what a reader reported, one line for each event. */
class RecordedEvents implements FrameHandler {

    final List<String> lines = new ArrayList<>();

    @Override
    public void text(byte[] buffer, int offset, int length) {
        lines.add("text " + new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void binary(byte[] buffer, int offset, int length) {
        lines.add("binary " + hex(buffer, offset, length));
    }

    @Override
    public void ping(byte[] buffer, int offset, int length) {
        lines.add("ping " + hex(buffer, offset, length));
    }

    @Override
    public void pong(byte[] buffer, int offset, int length) {
        lines.add("pong " + hex(buffer, offset, length));
    }

    @Override
    public void close(int code, String reason) {
        lines.add("close " + code + " " + reason);
    }

    @Override
    public void failed(CloseCode code, String reason) {
        lines.add("failed " + code.number() + " " + reason);
    }

    private static String hex(byte[] buffer, int offset, int length) {
        return HexFormat.of().formatHex(buffer, offset, offset + length);
    }
}
