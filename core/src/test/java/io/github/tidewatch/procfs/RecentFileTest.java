package io.github.tidewatch.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentFileTest {
    @TempDir
    Path directory;

    private Path counter;

    @BeforeEach
    void makeFile() throws IOException {
        counter = Files.writeString(directory.resolve("counter"), "1\n");
    }

    private RecentFile take() throws IOException {
        String path = counter.toString();
        return RecentFile.take(path, () -> ProcFile.openShared(path));
    }

    private static String read(RecentFile file, long now) throws IOException {
        ProcBuffer buffer = new ProcBuffer(1);
        file.read(buffer, now);
        return new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.US_ASCII).trim();
    }

    @Test
    void whatAnotherReadAMomentAgoIsNotReadAgainAndWhatIsOlderIs() throws IOException {
        RecentFile one = take();
        RecentFile other = take();
        assertThat(read(one, Long.MAX_VALUE)).isEqualTo("1");
        Files.writeString(counter, "a longer content\n");
        assertThat(read(other, Long.MAX_VALUE + RecentFile.MOST_NANOS)).isEqualTo("1");
        assertThat(read(other, Long.MAX_VALUE + RecentFile.MOST_NANOS + 1)).isEqualTo("a longer content");
        assertThat(read(one, Long.MAX_VALUE + RecentFile.MOST_NANOS + 2)).isEqualTo("a longer content");
        one.giveBack();
        assertThat(read(other, 0)).isEqualTo("a longer content");
        other.giveBack();
    }

    @Test
    void itIsOpenOnceWhileAnyUsesItAndThenNotAtAll() throws IOException {
        int before = DescriptorBudget.ofThisProcess().kept();
        ProcFile one = ProcFile.openRecent(counter.toString());
        int kept = DescriptorBudget.ofThisProcess().kept();
        ProcFile other = ProcFile.openRecent(counter.toString());
        assertThat(DescriptorBudget.ofThisProcess().kept()).isEqualTo(kept);
        one.close();
        one.close();
        assertThat(DescriptorBudget.ofThisProcess().kept()).isEqualTo(kept);
        other.read(new ProcBuffer(16));
        other.close();
        assertThat(DescriptorBudget.ofThisProcess().kept()).isEqualTo(before);
    }

    @Test
    void whatCouldNotBeReadIsTriedAgainAndOpenedAnewByTheNext() throws IOException {
        RecentFile one = take();
        assertThat(read(one, 0)).isEqualTo("1");
        Files.writeString(counter, "");
        assertThatThrownBy(() -> read(one, RecentFile.MOST_NANOS + 1)).isInstanceOf(IOException.class);
        Files.writeString(counter, "2\n");
        assertThat(read(one, RecentFile.MOST_NANOS + 2)).isEqualTo("2");
        RecentFile next = take();
        assertThat(next).isNotSameAs(one);
        one.giveBack();
        assertThat(read(next, 0)).isEqualTo("2");
        next.giveBack();
    }
}
