package io.carillon.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SharedKeysTest {

    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\|[^|]*\\|");
    private static final Pattern KEY = Pattern.compile("(?<=`)push\\.[a-z]+[a-z.]*(?=`)");

    @Test
    void everySettingThatIsDocumentedMayStandInAFileOfAllServices() throws IOException {
        List<String> documented = FIRST_CELL
                .matcher(Files.readString(Path.of("../docs/operations.md")))
                .results()
                .flatMap(cell -> KEY.matcher(cell.group()).results())
                .map(MatchResult::group)
                .toList();

        assertThat(documented)
                .hasSizeGreaterThan(50)
                .allSatisfy(key -> assertThat(SharedKeys.ALL)
                        .anyMatch(known -> known.endsWith(".") ? key.startsWith(known) : key.equals(known)));
    }
}
