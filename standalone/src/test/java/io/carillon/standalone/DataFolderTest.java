package io.carillon.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path parent;

    @Test
    void belongsToOneAtATime() throws IOException {
        Path path = parent.resolve("data");
        var first = new DataFolder(path);
        var second = new DataFolder(path);
        first.start();

        assertThatThrownBy(second::start)
                .isInstanceOf(IOException.class)
                .hasMessage("data folder " + path + " is in use by another process"
                        + " (expected: a folder of its own; choose another with --data)");

        first.close();
        assertThatCode(second::start).doesNotThrowAnyException();
        second.close();
    }

    @Test
    void saysThatItCannotBeMade() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(new DataFolder(file)::start)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("data folder " + file + " cannot be written to: ")
                .hasMessageEndingWith("(expected: a folder of yours; choose another with --data)");
        assertThat(file).isRegularFile();
    }
}
