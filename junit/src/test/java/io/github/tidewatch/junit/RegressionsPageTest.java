package io.github.tidewatch.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests run in the module's directory. */
class RegressionsPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExampleIsATestThatRuns() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "regressions.md")));
        assertThat(example.find()).isTrue();
        String source = Files.readString(Path.of("src/test/java/io/github/tidewatch/junit/OrderLimits.java"));
        assertThat(withoutIndent(source)).contains(withoutIndent(example.group(1)));
    }

    private static String withoutIndent(String code) {
        return code.replaceAll("(?m)^ +", "").strip();
    }
}
