package io.github.tidewatch.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskTotalsTest {
    private static final long SECOND = 1_000_000_000;

    private final DiskTotals disks = new DiskTotals();

    @Test
    void ofManyDisksTheWorstAreNamedWithTheirRemediesOnly() {
        disks.add("sda", "this group's limit", SECOND);
        disks.add("vda", "busy by others", 600 * SECOND);
        disks.add("sdb", "busy", 60 * SECOND);

        assertThat(disks.sentence())
                .isEqualTo("Disk vda: busy by others for 100 % of the 600.00 s in which it was used."
                        + " Disk sdb: busy for 100 % of the 60.00 s in which it was used.");
        assertThat(disks.remedyLines()).hasSize(2).noneMatch(line -> line.contains("io.max"));
    }

    @Test
    void theSentenceNamesEachCauseWithItsPartOfTheTimeInWhichItsDiskWasUsed() {
        disks.add("vda", "this group's limit", 6 * SECOND);
        disks.add("vda", "busy by others", 3 * SECOND);
        disks.add("vda", "not busy", SECOND);
        disks.add("sdb", "not busy", 10 * SECOND);

        assertThat(disks.sentence())
                .isEqualTo(
                        "Disk vda: this group's limit for 60 % of the 10.00 s in which it was used, busy by others for 30 %.");
        assertThat(disks.remedyLines()).hasSize(2).first().asString().contains("io.max", "blkio.throttle");
    }

    @Test
    void ofDisksThatHadTimeNothingIsSaid() {
        disks.add("vda", "not busy", 10 * SECOND);
        disks.add("vda", "of a later version", SECOND);
        disks.add("vda", "busy by others", SECOND / 2);

        assertThat(disks.sentence()).isEmpty();
        assertThat(disks.remedyLines()).isEmpty();
    }

    @Test
    void whatADamagedRecordSaysIsNotCounted() {
        disks.add(null, "busy by others", SECOND);
        disks.add("vda", "busy by others", -1);

        assertThat(disks.sentence()).isEmpty();
    }
}
