package io.github.tidewatch.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.procfs.TaskStat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts as hosts have them, and damaged ones: what a text does not say is unknown, never zero. */
class HostParsingTest {
    private static final String STAT = "cpu  300 20 100 5000 50 1 9 70 40 0\n"
            + "cpu0 100 10 50 2000 20 1 4 30 40 0\n"
            + "cpu3 200 10 50 3000 30 0 5 40 0 0\n"
            + "intr 33166430 0 0 1\nctxt 12345\nbtime 1700000000\nprocesses 4711\nprocs_running 8\nprocs_blocked 0\n"
            + "softirq 1 2 3\n";

    private static CpuTimes times(String text) {
        CpuTimes times = new CpuTimes();
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        times.parse(bytes, bytes.length);
        return times;
    }

    private static Pressure pressure(String text) {
        Pressure pressure = new Pressure();
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        pressure.parse(bytes, bytes.length);
        return pressure;
    }

    private static CpuSet status(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return CpuSet.ofStatus(bytes, bytes.length);
    }

    @Test
    void eachCpuHasItsTimesAndOneThatIsOfflineIsNotThere() {
        CpuTimes times = times(STAT);

        assertThat(times.count()).isEqualTo(2);
        assertThat(times.has(0)).isTrue();
        assertThat(times.has(1)).isFalse();
        assertThat(times.has(3)).isTrue();
        assertThat(times.has(4)).isFalse();
        assertThat(times.busy(3)).as("user, nice and system").isEqualTo(2_600_000_000L);
        assertThat(times.irq(3)).as("irq and softirq").isEqualTo(50_000_000);
        assertThat(times.steal(3)).isEqualTo(400_000_000);
        assertThat(times.idle(3)).as("idle and iowait").isEqualTo(30_300_000_000L);
        assertThat(times.runnable()).isEqualTo(8);
    }

    @Test
    void aCpuThatGoesOfflineIsGoneWithTheNextText() {
        CpuTimes times = times(STAT);
        byte[] bytes = STAT.replace("cpu3 200 10 50 3000 30 0 5 40 0 0\n", "").getBytes(StandardCharsets.US_ASCII);

        times.parse(bytes, bytes.length);

        assertThat(times.count()).isEqualTo(1);
        assertThat(times.has(3)).isFalse();
    }

    @Test
    void aLineThatIsCutOffOrOfAnOldKernelWithoutStealIsNoCpu() {
        assertThat(times("cpu  1 2 3\ncpu0 1 2 3 4 5 6 7\n").count()).isZero();
        assertThat(times("cpu  1 2 3\ncpu0 1 2 3 4 5 6 7 8").count()).isZero();
        assertThat(times("cpu  1 2 3\ncpu99999999 1 2 3 4 5 6 7 8 9\n").count()).isZero();
        assertThat(times("cpu  1 2 3\ncpu0 x 2 3 4 5 6 7 8 9\n").count()).isZero();
        assertThat(times("").count()).isZero();
        assertThat(times("cpu  1\ncpu0 1 2 3 4 5 6 7 8 9 0\n").runnable()).isEqualTo(CpuTimes.UNKNOWN);
    }

    @Test
    void aCpuWithANumberTooLargeIsNone() {
        String good = "cpu1 1 2 3 4 5 6 7 8 9\n";
        assertThat(times("cpu  1 2 3\ncpu9223372036854775808 1 2 3 4 5 6 7 8 9\n" + good)
                        .count())
                .isEqualTo(1);
        assertThat(times("cpu  1 2 3\ncpu0 1 2 3 99999999999999999999 5 6 7 8 9\n" + good)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aHostThatCountsNothingHasNoCpuOfWhichAnythingIsKnown() {
        assertThat(times("cpu  0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n").count()).isZero();
    }

    @Test
    void theTimeOfAProcessIsItsUserAndSystemTimeWhateverItsName() {
        assertThat(processTime("7 (a) b 9) S 1 1 1 0 -1 4 0 0 0 0 150 30 0 0 20 0 9 0 1" + " 0".repeat(30) + "\n"))
                .isEqualTo(1_800_000_000L);
        assertThat(processTime("7 (x) S 1 1 1 0 -1 4 0 0 0 0 150")).isEqualTo(ProcessTimeFile.UNKNOWN);
        assertThat(processTime("")).isEqualTo(ProcessTimeFile.UNKNOWN);
    }

    private static long processTime(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ProcessTimeFile.parse(new TaskStat(), bytes, bytes.length);
    }

    @Test
    void pressureHasTheTotalsInNanoseconds() {
        Pressure both = pressure("some avg10=98.83 avg60=93.87 avg300=54.17 total=16935511970\n"
                + "full avg10=0.00 avg60=0.00 avg300=0.00 total=7\n");

        assertThat(both.some()).isEqualTo(16_935_511_970_000L);
        assertThat(both.full()).isEqualTo(7000);
    }

    @Test
    void aHostBefore513HasNoFullOfCpu() {
        Pressure some = pressure("some avg10=0.00 avg60=0.00 avg300=0.00 total=42\n");

        assertThat(some.some()).isEqualTo(42_000);
        assertThat(some.full()).isEqualTo(Pressure.UNKNOWN);
    }

    @Test
    void damagedPressureIsUnknown() {
        for (String damaged : new String[] {
            "",
            "some",
            "some avg10=0.00 total=\n",
            "some avg10=0.00 total=1x\n",
            "some avg10=0.00 total=12",
            "total=12\n"
        }) {
            assertThat(pressure(damaged).some()).as(damaged).isEqualTo(Pressure.UNKNOWN);
        }
    }

    @Test
    void aListOfCpusIsTheirSet() {
        CpuSet set = status("Name:\tjava\nCpus_allowed:\t10f\nCpus_allowed_list:\t0-3,8\nMems_allowed:\t1\n");

        assertThat(set.count()).isEqualTo(5);
        assertThat(set.has(3)).isTrue();
        assertThat(set.has(4)).isFalse();
        assertThat(set.common(CpuSet.parse("3-9"))).isEqualTo(2);
        assertThat(set).isEqualTo(CpuSet.parse("0-3,8"));
    }

    @Test
    void aDamagedListIsNoSet() {
        for (String damaged : new String[] {"", "a", "3-1", "-1", "0-99999999", "1,,2"}) {
            assertThat(CpuSet.parse(damaged)).as(damaged).isNull();
        }
        assertThat(status("Name:\tjava\n")).isNull();
        assertThat(status("Name:\tjava\nCpus_allowed_list:\t0-3")).as("cut off").isNull();
    }

    private static Map<String, DiskTimes> disks(String text) {
        return DiskTimes.parse(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void eachDeviceHasItsBytesAndTimesWhateverElseNewerKernelsCount() {
        String old = " 254       1 vda1 5 1 80 7 9 2 16 30 0 40 50\n";
        Map<String, DiskTimes> devices =
                disks(" 254       0 vda 5 1 80 7 9 2 16 30 3 40 50 6 0 8 2 4 12\n" + old + " 7 0 loop0 0 0 0");

        assertThat(devices).containsOnlyKeys("254:0", "254:1");
        DiskTimes whole = devices.get("254:0");
        assertThat(whole.name).isEqualTo("vda");
        assertThat(whole.readBytes).isEqualTo(80 * 512);
        assertThat(whole.writtenBytes).isEqualTo(16 * 512);
        assertThat(whole.busy).isEqualTo(40_000_000);
        assertThat(whole.requestTime).isEqualTo(50_000_000);
        assertThat(devices.get("254:1").busy).isEqualTo(40_000_000);
    }

    @Test
    void aDamagedDeviceIsNoneAndThoseBesideItAre() {
        String good = "8 0 sda 1 0 8 1 1 0 8 1 0 1 2\n";
        for (String damaged : new String[] {
            "8 16 sdb 1 0 8 1 1 0 8 1 0 1", // of Linux before 2.6
            "8 16 sdb 1 0 x 1 1 0 8 1 0 1 2",
            "8 16 sdb 1 0 -8 1 1 0 8 1 0 1 2",
            "8 16 sdb 1 0 9999999999999999 1 1 0 8 1 0 1 2",
            "8 x sdb 1 0 8 1 1 0 8 1 0 1 2",
            "",
            "\0"
        }) {
            assertThat(disks(good + damaged + "\n" + good.replace("8 0", "8 1")))
                    .as(damaged)
                    .containsOnlyKeys("8:0", "8:1");
        }
        assertThat(disks("")).isEmpty();
    }
}
