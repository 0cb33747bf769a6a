package io.carillon.runtime.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What was in the three files at one look. Compared by content, since the times of files that are links tell nothing. */
record FileContents(String key, String certificates, String authorities) {

    /** No key or bundle of certificates is larger than this. */
    private static final long LIMIT_BYTES = 4 << 20;

    static FileContents read(TlsFiles files) throws IOException {
        return new FileContents(read(files.key()), read(files.certificates()), read(files.authorities()));
    }

    /** Returns what is in one file. */
    static String read(Path file) throws IOException {
        try {
            long size = Files.size(file);
            if (size > LIMIT_BYTES) {
                throw new IOException(
                        file + ": " + size + " bytes (expected: a PEM file of at most " + LIMIT_BYTES + ")");
            }
            // PEM is ASCII; in this encoding any other byte comes through as something, and is complained of later.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    file + ": no such file (expected: PEM; ./carillon certs makes it for development)", e);
        }
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "FileContents";
    }
}
