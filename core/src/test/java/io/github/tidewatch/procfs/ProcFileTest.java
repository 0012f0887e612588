package io.github.tidewatch.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFileTest {
    @TempDir
    Path directory;

    @Test
    void aSharedFileHoldsADescriptorOfTheBudgetOrNone() throws IOException {
        Path counter = Files.writeString(directory.resolve("counter"), "1\n");
        ProcBuffer content = new ProcBuffer(16);
        try (ProcFile file = ProcFile.openShared(counter.toString(), DescriptorBudget.of(0))) {
            file.read(content);
            assertThat(content.bytes()[0]).isEqualTo((byte) '1');
            assertThat(descriptorsOf(counter)).isZero();
            Files.writeString(counter, "2\n");
            file.read(content);
            assertThat(content.bytes()[0]).isEqualTo((byte) '2');
        }
        DescriptorBudget budget = DescriptorBudget.of(1);
        ProcFile first = ProcFile.openShared(counter.toString(), budget);
        ProcFile beyond = ProcFile.openShared(counter.toString(), budget);
        first.read(content);
        beyond.read(content);
        assertThat(descriptorsOf(counter)).isEqualTo(1);
        assertThat(budget.kept()).isEqualTo(1);
        beyond.close();
        assertThat(budget.kept()).as("what was not taken is not given back").isEqualTo(1);
        first.close();
        first.close();
        assertThat(budget.kept()).as("closed twice, it is given back once").isZero();
        assertThat(descriptorsOf(counter)).isZero();
        assertThatThrownBy(() -> ProcFile.openShared(directory.resolve("none").toString(), DescriptorBudget.of(0)))
                .isInstanceOf(IOException.class);
    }

    private static long descriptorsOf(Path file) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(descriptor -> file.equals(targetOf(descriptor))).count();
        }
    }

    private static Path targetOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            return descriptor; // that of the listing itself
        }
    }

    @Test
    void filesOfThreadsLeaveRoomToThoseOfTheHostWhichAreOpenedLater() throws IOException {
        DescriptorBudget budget = DescriptorBudget.withRoomForTheHost(40);
        int ofThreads = 0;
        while (budget.take()) {
            ofThreads++;
        }
        assertThat(ofThreads).isEqualTo(30);
        Path counter = Files.writeString(directory.resolve("later"), "1\n");
        try (ProcFile file = ProcFile.openShared(counter.toString(), budget)) {
            assertThat(file.read(new byte[8])).isEqualTo(2);
            assertThat(budget.kept()).isEqualTo(31);
        }
        assertThat(budget.kept()).isEqualTo(30);
    }

    @Test
    void theBudgetOfTheProcessIsOne() {
        assertThat(DescriptorBudget.ofThisProcess()).isSameAs(DescriptorBudget.ofThisProcess());
    }

    /** Files of the host and of control groups count against what Overhead says is kept. */
    @Test
    void aSharedFileIsKeptInTheBudgetOfTheProcess() throws IOException {
        DescriptorBudget budget = DescriptorBudget.ofThisProcess();
        Skip.unless(DescriptorBudget.areManyInThisProcess() && budget.free() > 0, "this process may have few files");
        int before = budget.kept();
        try (ProcFile file = ProcFile.openShared("/proc/stat")) {
            file.read(new ProcBuffer(16));
            assertThat(budget.kept()).isEqualTo(before + 1);
        }
        assertThat(budget.kept()).isEqualTo(before);
    }
}
