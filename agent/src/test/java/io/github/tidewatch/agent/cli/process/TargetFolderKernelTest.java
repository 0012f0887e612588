package io.github.tidewatch.agent.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.linux.HostSystemCalls;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.testing.RequiresProgram;
import io.github.tidewatch.testing.RequiresRoot;
import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process's user can put into its folder, with native code and without. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TargetFolderKernelTest {
    private final TargetProcess self =
            TargetProcess.of((int) ProcessHandle.current().pid());

    @TempDir
    Path temporary;

    private Path folder;
    private Path secret;

    @BeforeEach
    void fill() throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("a folder, of=it"));
        secret = Files.writeString(temporary.resolve("secret"), "secret");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRegularFileOfTheProcessesUserIsReadAndDeleted(boolean natively) throws Exception {
        Files.writeString(folder.resolve("file"), "content");
        try (TargetFolder held = TargetFolder.open(self, folder.toString(), calls(natively))) {
            try (InputStream in = held.read("file")) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("content");
            }
            held.delete("file");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLinkInPlaceOfTheFileIsNotFollowedAndWhatItLeadsToStays(boolean natively) throws Exception {
        Files.createSymbolicLink(folder.resolve("file"), secret);
        try (TargetFolder held = TargetFolder.open(self, folder.toString(), calls(natively))) {
            assertThatThrownBy(() -> held.read("file").close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("file is no regular file");
            held.delete("file");
        }
        assertThat(folder).isEmptyDirectory();
        assertThat(secret).hasContent("secret");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFifoInPlaceOfTheFileIsNotWaitedFor(boolean natively) throws Exception {
        makeFifo(folder.resolve("file"));
        try (TargetFolder held = TargetFolder.open(self, folder.toString(), calls(natively))) {
            assertThatThrownBy(() -> held.read("file").close()).hasMessageContaining("file is no regular file");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLinkOnTheWayIsNotFollowed(boolean natively) throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        assertThatThrownBy(() -> TargetFolder.open(
                                self, link.resolve(inner.getFileName()).toString(), calls(natively))
                        .close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'link' is a symbolic link");
        assertThatThrownBy(
                        () -> TargetFolder.open(self, "../tmp", calls(natively)).close())
                .hasMessageContaining("no absolute path");
    }

    @Test
    void aFolderThatIsReplacedWhileItIsHeldIsReadAsItWas() throws Exception {
        Files.writeString(folder.resolve("file"), "content");
        try (TargetFolder held = TargetFolder.open(self, folder.toString(), calls(true))) {
            Files.move(folder, temporary.resolve("moved"));
            Path other = Files.createDirectory(temporary.resolve("other"));
            Files.writeString(other.resolve("file"), "other");
            Files.createSymbolicLink(folder, other);
            try (InputStream in = held.read("file")) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("content");
            }
            held.delete("file");
            assertThat(other.resolve("file")).exists();
        }
    }

    @Test
    @RequiresRoot
    @RequiresProgram("setpriv")
    void aFileOfAnotherUserIsNotRead() throws Exception {
        Files.writeString(folder.resolve("file"), "root's");
        Process other = new ProcessBuilder("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sleep", "60")
                .start();
        try {
            TargetProcess nobody = TargetProcess.of((int) other.pid());
            for (int i = 0; i < 500 && nobody.uid() != 65534; i++) {
                Thread.sleep(10);
            }
            try (TargetFolder held = TargetFolder.open(nobody, folder.toString(), calls(true))) {
                assertThatThrownBy(() -> held.read("file").close())
                        .hasMessageContaining("file belongs to user 0, not to the process's user 65534");
            }
            assertThatThrownBy(() -> TargetFolder.open(nobody, folder.toString(), calls(false))
                            .close())
                    .hasMessageContaining("native code");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aStepThatHangsIsGivenUpAndSaysWhere() throws Exception {
        Path fifo = folder.resolve("fifo");
        makeFifo(fifo);
        assertThatThrownBy(() -> Step.run(self, "reading it", Duration.ofMillis(500), () -> Files.readString(fifo)))
                .hasMessageContaining("did not answer within 0 s while reading it", "state");
        Files.writeString(fifo, ""); // lets the reader go
    }

    @Test
    void whatIsOpenUnderTheAgentsNameIsNotWaitedFor() throws Exception {
        Path fifo = folder.resolve("tidewatch.jar");
        makeFifo(fifo);
        Process holder = new ProcessBuilder("sh", "-c", "exec sleep 60 3<>\"$0\"", fifo.toString()).start();
        try {
            TargetProcess process = TargetProcess.of((int) holder.pid());
            Path descriptor = Path.of("/proc/" + holder.pid() + "/fd/3");
            for (int i = 0; i < 500 && !Files.isSymbolicLink(descriptor); i++) {
                Thread.sleep(10);
            }
            assertThat(Files.readSymbolicLink(descriptor)).isEqualTo(fifo);
            assertThat(LoadedAgent.jar(process, calls(true))).isEmpty();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    private static Optional<SystemCalls> calls(boolean natively) {
        return natively ? Optional.of(HostSystemCalls.get()) : Optional.empty();
    }

    private static void makeFifo(Path path) throws IOException, InterruptedException {
        Skip.unlessFound("mkfifo");
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
    }
}
