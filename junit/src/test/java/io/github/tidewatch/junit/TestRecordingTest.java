package io.github.tidewatch.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRecordingTest {
    @TempDir
    private Path folder;

    @Test
    void aRecordingOfWhichJfrMayHaveDroppedTheBeginSaysSo() throws Exception {
        try (TestRecording small = TestRecording.start(1);
                TestRecording usual = TestRecording.start(TestRecording.LONGEST)) {
            small.write(folder, "small");
            usual.write(folder, "usual");
            assertThat(small.isCut()).isTrue();
            assertThat(usual.isCut()).isFalse();
        }
    }

    @Test
    void itsFileHasTheNameOfTheTestWithoutWhatAFileNameMayNotHave() throws Exception {
        try (TestRecording recording = TestRecording.start(TestRecording.LONGEST)) {
            Path file = recording.write(folder.resolve("new"), "../a b/" + "c".repeat(300));
            assertThat(file).isNotEmptyFile().hasParent(folder.resolve("new"));
            assertThat(file.getFileName().toString()).matches("\\.\\._a_b_c{93}-\\d+\\.jfr");
        }
    }
}
