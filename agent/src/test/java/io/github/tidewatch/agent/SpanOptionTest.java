package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The option spans: what it takes, and what it says of what it does not take. */
class SpanOptionTest {
    private static SpanOption parse(String value) {
        return SpanOption.parse(value, true);
    }

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.acme.Orders",
                "Main",
                "com.acme.Orders$Line",
                "com.acme.Orders::place",
                "com.acme.Handler+",
                "com.acme.Handler+::handle",
                "com.acme.*",
                "com.acme.**",
                "com.acme.*Service::get*",
                "com.acme.**::*",
                "::place",
                "@jakarta.ws.rs.GET",
                "@Timed",
                "com.acme.**::@com.acme.Timed",
                "::@com.acme.Timed",
                "servlet",
                "executors"
            })
    void takesFiltersAndPresets(String filter) {
        SpanOption option = parse(filter);
        assertThat(option.problem()).isNull();
        assertThat(option.filters()).isEqualTo(filter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbcc",
                "com.acme.Orders:place",
                "com.acme.Orders::",
                "com.acme.Orders::place()",
                "com.acme.*+",
                "com..acme",
                ".com.acme",
                "com/acme/Orders",
                "@",
                "@com.acme.*",
                "com.acme.Orders place",
                "+",
                "::"
            })
    void namesWhatIsNoFilter(String filter) {
        SpanOption option = parse("servlet; " + filter);
        assertThat(option.problem()).isEqualTo("\"" + filter + "\" is none of them");
    }

    @Test
    void takesSeveralAndEachOnce() {
        assertThat(parse(" servlet ;com.acme.Orders;; servlet;").filters()).isEqualTo("servlet;com.acme.Orders");
        assertThat(parse("off").filters()).isEmpty();
        assertThat(parse("").problem()).startsWith("0 filters are given");
        assertThat(parse(" ; ").problem()).startsWith("0 filters are given");
    }

    @Test
    void takesAFileWithOneOnEachLine() throws IOException {
        Path file = Files.writeString(
                directory.resolve("spans"),
                "# what customers wait for\ncom.acme.Orders::place # and no other\n\n jdbc\n");
        assertThat(parse("@" + file).filters()).isEqualTo("com.acme.Orders::place;jdbc");
        Files.writeString(file, "jdbcc\n");
        assertThat(parse("@" + file).problem()).isEqualTo("\"jdbcc\" in " + file + " is none of them");
        Files.writeString(file, "# ".repeat(40_000));
        assertThat(parse("@" + file).problem()).contains("larger than 65536 bytes");
        assertThat(parse("@" + directory + "/none").problem()).contains(directory + "/none cannot be read");
        assertThat(parse("@" + directory).problem()).contains(directory + " cannot be read");
        assertThat(parse("@/dev/zero").problem()).contains("it is no regular file");
        Files.writeString(file, "\uFEFFcom.acme.Orders\r\njdbc\r\n");
        assertThat(parse("@" + file).filters()).isEqualTo("com.acme.Orders;jdbc");
    }

    @Test
    void aFileWithoutASlashIsNotTakenForAnAnnotation() {
        assertThat(parse("@spans.txt").problem())
                .startsWith("\"@spans.txt\" is no annotation")
                .endsWith("@./spans.txt");
        assertThat(parse("@spans").problem()).endsWith("@./spans");
        assertThat(parse("@com.acme.Timed").problem()).isNull();
    }

    @Test
    void aFileThatAnotherJvmIsToReadIsNotReadHere() {
        assertThat(AgentOptions.firstRefused("spans=@/none")).isEmpty();
        assertThat(AgentOptions.firstRefused("spans=@etc/spans")).hasValueSatisfying(refused -> assertThat(refused)
                .startsWith("spans=@etc/spans: ")
                .endsWith("give a path that begins with a slash"));
        assertThat(AgentOptions.firstRefused("spans=jdbcc")).isPresent();
    }

    @Test
    void aFilterIsOfBoundedLengthAndCost() {
        assertThat(parse("a." + "b.".repeat(30_000) + "C").problem()).endsWith(" has more than 1000 characters");
        assertThat(parse("com.*.*.*.*.*.*.*.*.*").problem()).endsWith(" has more than 8 asterisks");
        assertThat(parse("com.acme.Or\u200dders").problem()).endsWith(" is none of them");
    }

    @Test
    void whatIsNoneLeavesWhatWasGivenBefore() {
        AgentOptions options = AgentOptions.parse("spans=servlet,spans=@/none");
        assertThat(options.spans()).isEqualTo("servlet");
        assertThat(options.problems()).hasSize(1);
        assertThat(options.problems().get(0))
                .startsWith("spans=@/none: allowed are off, the words accounted, servlet, jaxrs, ")
                .contains("/none cannot be read")
                .endsWith("; using servlet");
        assertThat(AgentOptions.parse("").spans()).isNull();
        assertThat(AgentOptions.parse("spans=jdbcc").problems().get(0))
                .endsWith("; using no spans but those that the application opens");
    }
}
