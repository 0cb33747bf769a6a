package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients and dashboards key on the codes, so the document has to have all of them. */
class DocumentedErrorsTest {

    @ParameterizedTest
    @EnumSource
    void everyErrorCodeHasItsLineInTheProtocolsTable(ErrorCode code) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "protocol.md"));

        String retry = code.retry() == ErrorCode.Retry.LATER ? "yes" : "no";
        assertThat(lines)
                .contains("| `%s` | %d | %s | %s. |".formatted(code.slug(), code.status(), retry, code.title()));
    }
}
