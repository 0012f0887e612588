package io.github.tidewatch.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What docs/library.md shows of the library is what is compiled and run here. */
class LibraryPageTest {
    private static final String BEGIN = "```java\n";

    @Test
    void itsFragmentIsFirstSteps() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "library.md"));
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String fragment = page.substring(begin, page.indexOf("```", begin));
        Path source = Path.of("src/main/java", FirstSteps.class.getName().replace('.', '/') + ".java");
        assertThat(Files.readString(source)).contains(fragment.replaceAll("(?m)^(?=.)", "    "));
    }
}
