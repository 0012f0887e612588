package io.github.tidewatch.examples.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows of the library is what is compiled and run here. */
class ReadmeLibraryTest {
    private static final String BEGIN = "```java\n";

    @Test
    void itsFragmentIsFirstSteps() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int begin = readme.indexOf(BEGIN, readme.indexOf("## As a library")) + BEGIN.length();
        String fragment = readme.substring(begin, readme.indexOf("```", begin));
        Path source = Path.of("src/main/java", FirstSteps.class.getName().replace('.', '/') + ".java");
        assertThat(Files.readString(source)).contains(fragment.replaceAll("(?m)^(?=.)", "    "));
    }
}
