package io.github.tidewatch.intervals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.waits.WaitKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Samples find a thread in uninterruptible waits, of which the kernel credits all, some or none as block I/O. */
class UncreditedWaitsTest extends TaskWaitsFixture {
    @BeforeEach
    void countBlockIo() {
        task.accounted = true;
    }

    /** As fsync(2) on ext4, which waits for the journal. */
    @Test
    void anUninterruptibleWaitThatIsNotCreditedIsOfTheKindOfItsCall() {
        open(WaitKind.PARK);
        sampleBlocked(10);
        assertThat(emit(false)).containsExactly("PARK 90, exact 0");
        for (int i = 0; i < 20; i++) {
            sampleBlocked(10);
            assertThat(emit(false)).containsExactly("FILE 90, exact 0");
        }
        sample(10, WaitKind.PARK);
        assertThat(emit(false)).containsExactly("FILE 90, exact 0");
        sample(10, WaitKind.PARK);
        assertThat(emit(false)).containsExactly("PARK 90, exact 0");
    }

    @Test
    void theTimeBesideBlockIoIsNotThatOfAFile() {
        open(WaitKind.PARK);
        for (int i = 0; i < 20; i++) {
            credit(45);
            sampleBlocked(10);
            assertThat(emit(false)).containsExactly("PARK 45, exact 0");
            credit(45);
            sample(10, WaitKind.PARK);
            assertThat(emit(false)).containsExactly("PARK 45, exact 0");
        }
    }

    /** 60 % of the time it waits for the journal, 30 % for the device, 9 % for a queue. */
    @Test
    void ofWaitsThatAreCreditedInPartTheRestIsOfTheKindOfTheCall() {
        open(WaitKind.PARK);
        int files = 0;
        for (int i = 1; i <= 200; i++) {
            credit(30);
            if (i % 10 == 0) {
                sample(1, WaitKind.PARK);
            } else {
                sampleBlocked(1);
            }
            String record = emit(false).toString();
            assertThat(record).isIn("[FILE 69, exact 0]", "[PARK 69, exact 0]", "[UNKNOWN 69, exact 0]");
            files += record.contains("FILE") ? 1 : 0;
        }
        assertThat(files).as("60 of 69, of 200").isBetween(165, 180);
    }

    @Test
    void aSingleFindOfAThreadThatDoesBlockIoSaysNothing() {
        open(WaitKind.PARK);
        sampleBlocked(1);
        credit(20);
        sample(1, WaitKind.PARK);
        assertThat(emit(true)).containsExactly("PARK 178, exact 0");
    }

    @Test
    void blockIoThatLastsOverSeveralSamplesIsNoWaitForAFileWhenItIsCredited() {
        open(WaitKind.PARK);
        sampleBlocked(10);
        sampleBlocked(0);
        credit(120);
        sample(10, WaitKind.PARK);
        assertThat(emit(true)).containsExactly("PARK 160, exact 0");
    }

    @Test
    void aWaitOverSeveralSamplesThatIsNotCreditedEndsAsOneForAFile() {
        open(WaitKind.PARK);
        sampleBlocked(10);
        assertThat(emit(false)).containsExactly("PARK 90, exact 0");
        sampleBlocked(0);
        emit(true);
        sample(10, WaitKind.SLEEP);
        assertThat(emit(true)).containsExactly("FILE 90, exact 0");
    }
}
