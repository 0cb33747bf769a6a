package io.carillon.core.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** From text to JSON strings and back. */
public final class JsonString {

    private JsonString() {}

    /** Returns the JSON string, quotes included, that stands for a text. */
    public static String quote(String text) {
        var json = new StringBuilder(text.length() + 16);
        appendQuoted(json, text);
        return json.toString();
    }

    /**
     * Appends the JSON string that stands for a text. Half a surrogate pair becomes an escape, so that the result has a
     * UTF-8 form in any case.
     */
    public static void appendQuoted(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !isLoneSurrogate(text, i)) {
                json.append(c);
            } else {
                json.append(escape(c));
            }
        }
        json.append('"');
    }

    /**
     * Returns the JSON string, quotes included, that stands for a text in UTF-8; the bytes from 0x80 on stay as they
     * are.
     *
     * @param utf8 the text, known to be well-formed
     */
    public static byte[] quote(byte[] utf8) {
        var json = new ByteArrayOutputStream(utf8.length + 16);
        json.write('"');
        int copiedTo = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
                json.write(utf8, copiedTo, i - copiedTo);
                json.writeBytes(escape((char) b).getBytes(StandardCharsets.US_ASCII));
                copiedTo = i + 1;
            }
        }
        json.write(utf8, copiedTo, utf8.length - copiedTo);
        json.write('"');
        return json.toByteArray();
    }

    /**
     * Returns the text that a JSON string stands for.
     *
     * @param json bytes that hold the string, which is known to be well-formed
     * @param from index of its opening quote
     * @param end index after its closing quote
     * @return the text, or empty if an escape stands for half a surrogate pair, which no text has
     */
    public static Optional<String> decode(byte[] json, int from, int end) {
        var raw = new String(json, from + 1, end - from - 2, StandardCharsets.UTF_8);
        int escape = raw.indexOf('\\');
        if (escape < 0) {
            return Optional.of(raw);
        }
        var text = new StringBuilder(raw.length());
        int copiedTo = 0;
        while (escape >= 0) {
            text.append(raw, copiedTo, escape);
            char kind = raw.charAt(escape + 1);
            text.append(kind == 'u' ? (char) HexFormat.fromHexDigits(raw, escape + 2, escape + 6) : unescape(kind));
            copiedTo = escape + (kind == 'u' ? 6 : 2);
            escape = raw.indexOf('\\', copiedTo);
        }
        text.append(raw, copiedTo, raw.length());
        for (int i = 0; i < text.length(); i++) {
            if (isLoneSurrogate(text, i)) {
                return Optional.empty();
            }
        }
        return Optional.of(text.toString());
    }

    private static boolean isLoneSurrogate(CharSequence text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u" + HexFormat.of().toHexDigits(c);
        };
    }

    private static char unescape(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }
}
