package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.github.tidewatch.agent.testing.JdkSource;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.Recorded;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.agent.testing.WovenLibraries;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import picocli.CommandLine;

/** Libraries of which each method is a span come to what they came to before, and each of their classes is verified. */
@Tag("exhaustive")
class WovenLibrariesJvmTest {
    @TempDir
    Path directory;

    private RunningJvm.Result run(int feature, String options) throws Exception {
        TestJvm jvm = new TestJvm(Jdks.home(feature), directory).agent(options);
        for (Class<?> type : List.of(Gson.class, CommandLine.class, Assertions.class, ByteBuddy.class)) {
            jvm.classPath(Paths.get(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        RunningJvm.Result result = jvm.main(WovenLibraries.class, "x.jfr").run();
        assertThat(result.exitCode).as("%s", result).isZero();
        assertThat(result.agentLines()).isEmpty();
        return result;
    }

    @ParameterizedTest
    @JdkSource({11, 21, 25, 26})
    void eachMethodOfSomeLibrariesMayBeASpan(int feature) throws Exception {
        RunningJvm.Result without = run(feature, "");
        assertThat(Recorded.read(directory.resolve("x.jfr")).events("Span")).isEmpty();
        RunningJvm.Result with = run(feature, "spans=com.google.gson.**;picocli.**;org.assertj.**");
        assertThat(with.stdout)
                .isEqualTo(without.stdout)
                .contains("linked=")
                .doesNotContain("VerifyError", "ClassFormatError");
        Recorded recorded = Recorded.read(directory.resolve("x.jfr"));
        assertThat(recorded.events("Span")).hasSizeGreaterThan(100).allMatch(span -> span.getString("name")
                .startsWith("com.google.gson."));
        assertThat(recorded.status().getString("missing")).doesNotContain("spans of");
    }
}
