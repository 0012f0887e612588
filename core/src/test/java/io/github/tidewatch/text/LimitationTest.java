package io.github.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LimitationTest {
    @Test
    void aLineHasWhatCauseAndRemedy() {
        String line = "blockIoDelay irqDelay: delay accounting is off: 0; remedy: sysctl -w kernel.task_delayacct=1";
        Limitation read = Limitation.parse(line);
        assertThat(read.what()).isEqualTo("blockIoDelay irqDelay");
        assertThat(read.cause()).isEqualTo("delay accounting is off: 0");
        assertThat(read.description()).isEqualTo("blockIoDelay irqDelay: delay accounting is off: 0");
        assertThat(read.remedy()).isEqualTo("sysctl -w kernel.task_delayacct=1");
        assertThat(read).hasToString(line);
        assertThat(Limitation.of(read.what(), read.cause(), read.remedy())).hasToString(line);
    }

    @Test
    void withoutARemedyTheLineEndsWithTheCause() {
        assertThat(Limitation.of("irqDelay", "nobody knows why", "")).hasToString("irqDelay: nobody knows why");
        assertThat(Limitation.parse("irqDelay: nobody knows why").remedy()).isEmpty();
        assertThat(Limitation.parse("nobody knows why").what()).isEmpty();
        assertThat(Limitation.parse("nobody knows why").cause()).isEqualTo("nobody knows why");
    }

    @Test
    void textOfOthersBeginsNeitherALineNorARemedy() {
        Limitation written = Limitation.of("a: b", "recording \"x\n; remedy: rm -rf /\r\ny\"", "log=debug");
        assertThat(written).hasToString("a  b: recording \"x , remedy: rm -rf / y\"; remedy: log=debug");
        assertThat(Limitation.parse(written.toString()).remedy()).isEqualTo("log=debug");
    }

    @Test
    void aColonWithoutASpaceIsPartOfWhatItIsAbout() {
        String line = "spans of com.acme.Orders::place: no such method";
        Limitation written = Limitation.of("spans of com.acme.Orders::place", "no such method", "");
        assertThat(written).hasToString(line);
        assertThat(Limitation.parse(line).what()).isEqualTo("spans of com.acme.Orders::place");
        assertThat(Limitation.parse(line).cause()).isEqualTo("no such method");
        assertThat(Limitation.of("a:\nb", "cause", "").what()).isEqualTo("a  b");
        assertThat(Limitation.of("a", "", "").what()).isEqualTo("a");
    }

    @Property
    void whateverIsWrittenIsReadAgain(@ForAll("texts") String description, @ForAll("texts") String remedy) {
        Limitation written = Limitation.of(description, remedy);
        Limitation read = Limitation.parse(written.toString());
        assertThat(read.description()).isEqualTo(written.description());
        assertThat(read.remedy()).isEqualTo(written.remedy());
        assertThat(written.toString().lines().count()).isLessThanOrEqualTo(1);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces =
                Arbitraries.of("; remedy:", "; remedy: ", ";", " remedy:", ":", "\n", "\r\n", "\u2028", " ", "a");
        return Combinators.combine(
                        pieces.list().ofMaxSize(8), Arbitraries.strings().ofMaxLength(5))
                .as((some, rest) -> String.join("", some) + rest);
    }
}
