package io.github.tidewatch.accounting.span;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpanPartsTest {
    private static final long MS = 1_000_000;

    private final SpanReading from = new SpanReading();
    private final SpanReading to = new SpanReading();

    private SpanParts parts(Consumer<SpanReading> change) {
        return parts(change, true, false);
    }

    /** Of a span of 100 ms that begins with counters that are not 0. */
    private SpanParts parts(Consumer<SpanReading> change, boolean hasBlockIo, boolean countsWrongly) {
        for (SpanReading reading : new SpanReading[] {from, to}) {
            reading.time = 7_000 * MS;
            reading.onCpu = 500 * MS;
            reading.systemTime = 100 * MS;
            reading.cpuDelay = 300 * MS;
            reading.blockIoDelay = 200 * MS;
            reading.blockIoDelayCount = 20;
            reading.blockIoKnown = true;
            reading.minorFaults = 1;
            reading.majorFaults = 2;
            reading.voluntarySwitches = 3;
            reading.involuntarySwitches = 4;
            reading.storageReadBytes = 5;
            reading.storageWriteBytes = 6;
        }
        to.time += 100 * MS;
        change.accept(to);
        return new SpanParts(from, to, hasBlockIo, countsWrongly);
    }

    @Test
    void partsAreTheGrowthOfTheCountersAndTheRestIsVoluntaryWait() {
        SpanParts parts = parts(end -> {
            end.onCpu += 30 * MS;
            end.systemTime += 10 * MS;
            end.cpuDelay += 5 * MS;
            end.blockIoDelay += 20 * MS;
            end.blockIoDelayCount += 2;
            end.voluntarySwitches += 7;
            end.involuntarySwitches += 8;
            end.minorFaults += 9;
            end.majorFaults += 10;
            end.storageReadBytes += 512;
            end.storageWriteBytes += 1024;
        });
        assertThat(parts.length()).isEqualTo(100 * MS);
        assertThat(parts.userTime()).isEqualTo(20 * MS);
        assertThat(parts.systemTime()).isEqualTo(10 * MS);
        assertThat(parts.cpuDelay()).isEqualTo(5 * MS);
        assertThat(parts.blockIoDelay()).isEqualTo(20 * MS);
        assertThat(parts.waitTime()).isEqualTo(45 * MS);
        assertThat(parts.isComplete()).isTrue();
        assertThat(parts.discardedDelay()).isZero();
        assertThat(new long[] {
                    parts.voluntarySwitches(),
                    parts.involuntarySwitches(),
                    parts.minorFaults(),
                    parts.majorFaults(),
                    parts.storageReadBytes(),
                    parts.storageWriteBytes()
                })
                .containsExactly(7, 8, 9, 10, 512, 1024);
    }

    @Test
    void aThreadThatNeverSleptWaitedForACpuWheneverItWasNotOnOne() {
        SpanParts parts = parts(end -> {
            end.onCpu += 60 * MS;
            end.cpuDelay += 10 * MS; // the hypervisor took the rest, which no counter of the thread has
        });
        assertThat(parts.cpuDelay()).isEqualTo(40 * MS);
        assertThat(parts.waitTime()).isZero();
        assertThat(parts.isComplete()).isTrue();
    }

    @Test
    void whatDoesNotFitIntoTheSpanIsCutAndBlockIoBeyondItIsDiscarded() {
        SpanParts parts = parts(end -> {
            end.onCpu += 70 * MS;
            end.systemTime += 90 * MS;
            end.cpuDelay += 20 * MS;
            end.blockIoDelay += 25 * MS;
            end.voluntarySwitches += 2;
        });
        assertThat(parts.systemTime()).isEqualTo(70 * MS);
        assertThat(parts.userTime()).isZero();
        assertThat(parts.cpuDelay()).isEqualTo(20 * MS);
        assertThat(parts.blockIoDelay()).isEqualTo(10 * MS);
        assertThat(parts.discardedDelay()).isEqualTo(15 * MS);
        assertThat(parts.waitTime()).isZero();
    }

    @Test
    void blockIoOfAThreadThatTheKernelDoesNotCountIsUnknownAndStandsInTheWaitTime() {
        SpanParts parts = parts(end -> {
            end.blockIoKnown = false;
            end.blockIoDelay += 20 * MS;
            end.voluntarySwitches += 1;
        });
        assertThat(parts.isComplete()).isFalse();
        assertThat(parts.blockIoDelay()).isZero();
        assertThat(parts.waitTime()).isEqualTo(100 * MS);
    }

    @Test
    void aSpanWithoutAnyWaitIsCompleteThoughTheKernelDoesNotCountItsBlockIo() {
        SpanParts parts = parts(end -> {
            end.blockIoKnown = false;
            end.onCpu += 100 * MS;
        });
        assertThat(parts.isComplete()).isTrue();
    }

    @Test
    void whereTheHostHasNoBlockIoDelayNoSpanIsIncompleteForIt() {
        SpanParts parts = parts(end -> end.voluntarySwitches += 1, false, true);
        assertThat(parts.isComplete()).isTrue();
        assertThat(parts.waitTime()).isEqualTo(100 * MS);
    }

    @Test
    void whenEverySleepWasForBlockIoTheRestIsBlockIoWhateverTheKernelClaims() {
        for (long claim : new long[] {0, 3 * MS, 2_000_000 * MS}) {
            SpanParts parts = parts(
                    end -> {
                        end.onCpu += 10 * MS;
                        end.cpuDelay += 30 * MS;
                        end.blockIoDelay += claim;
                        end.blockIoDelayCount += 4;
                        end.voluntarySwitches += 4;
                    },
                    true,
                    true);
            assertThat(parts.blockIoDelay()).isEqualTo(60 * MS);
            assertThat(parts.isComplete()).isTrue();
        }
    }

    @Test
    void onAKernelThatCountsWronglyALargeOrContendedClaimBesideOtherSleepsIsUnknown() {
        SpanParts large = parts(
                end -> {
                    end.blockIoDelay += 20 * MS;
                    end.blockIoDelayCount += 1;
                    end.voluntarySwitches += 2;
                },
                true,
                true);
        SpanParts contended = parts(
                end -> {
                    end.cpuDelay += MS;
                    end.blockIoDelay += MS;
                    end.blockIoDelayCount += 1;
                    end.voluntarySwitches += 2;
                },
                true,
                true);
        assertThat(large.isComplete()).isFalse();
        assertThat(large.blockIoDelay()).isZero();
        assertThat(large.waitTime()).isEqualTo(100 * MS);
        assertThat(large.discardedDelay()).isEqualTo(20 * MS);
        assertThat(contended.isComplete()).isFalse();
        assertThat(contended.waitTime()).isEqualTo(99 * MS);
    }

    @Test
    void onEveryKernelAClaimFarBeyondTheSpanIsUnknown() {
        SpanParts parts = parts(end -> {
            end.onCpu += 10 * MS;
            end.blockIoDelay += 191 * MS;
            end.blockIoDelayCount += 1;
            end.voluntarySwitches += 2;
        });
        assertThat(parts.isComplete()).isFalse();
        assertThat(parts.blockIoDelay()).isZero();
        assertThat(parts.waitTime()).isEqualTo(90 * MS);
        assertThat(parts.discardedDelay()).isEqualTo(191 * MS);
        SpanParts late = parts(end -> {
            end.onCpu += 10 * MS;
            end.blockIoDelay += 190 * MS;
            end.voluntarySwitches += 2;
        });
        assertThat(late.isComplete()).isTrue();
        assertThat(late.blockIoDelay()).isEqualTo(90 * MS);
    }

    @Test
    void onAKernelThatCountsWronglyBlockIoThatIsMissingInAContendedSpanWithReadsFromDiskIsUnknown() {
        Consumer<SpanReading> contended = end -> {
            end.cpuDelay += MS;
            end.voluntarySwitches += 2;
        };
        assertThat(parts(contended, true, true).isComplete()).isTrue();
        Consumer<SpanReading> read = contended.andThen(end -> end.storageReadBytes += 4096);
        assertThat(parts(read, true, true).isComplete()).isFalse();
        assertThat(parts(read, true, false).isComplete()).isTrue();
        Consumer<SpanReading> fault = contended.andThen(end -> end.majorFaults += 1);
        assertThat(parts(fault, true, true).isComplete()).isFalse();
        Consumer<SpanReading> free = end -> {
            end.storageReadBytes += 4096;
            end.voluntarySwitches += 2;
        };
        assertThat(parts(free, true, true).isComplete()).isTrue();
    }

    @Test
    void onAKernelThatCountsWronglyASmallClaimIsTaken() {
        SpanParts parts = parts(
                end -> {
                    end.blockIoDelay += 4 * MS;
                    end.blockIoDelayCount += 1;
                    end.voluntarySwitches += 2;
                },
                true,
                true);
        assertThat(parts.isComplete()).isTrue();
        assertThat(parts.blockIoDelay()).isEqualTo(4 * MS);
    }

    @Test
    void partsAreNeverNegativeAndSumToTheLengthWhateverTheCountersClaim() {
        Random random = new Random(22);
        for (int i = 0; i < 200_000; i++) {
            boolean hasBlockIo = random.nextBoolean();
            SpanParts parts = parts(
                    end -> {
                        end.time += random.nextInt(3) == 0 ? -random.nextInt(200_000_000) : 0;
                        end.onCpu += random.nextInt(300_000_000) - 100_000_000L;
                        end.systemTime += random.nextInt(300_000_000) - 100_000_000L;
                        end.cpuDelay += random.nextInt(300_000_000) - 100_000_000L;
                        end.blockIoDelay += random.nextInt(300_000_000) - 100_000_000L;
                        end.blockIoDelayCount += random.nextInt(3);
                        end.voluntarySwitches += random.nextInt(3);
                        end.blockIoKnown = random.nextBoolean();
                    },
                    hasBlockIo,
                    random.nextBoolean());
            long[] all = {parts.userTime(), parts.systemTime(), parts.cpuDelay(), parts.blockIoDelay(), parts.waitTime()
            };
            assertThat(LongStream.of(all)).allMatch(part -> part >= 0);
            assertThat(LongStream.of(all).sum()).isEqualTo(parts.length());
            assertThat(parts.discardedDelay()).isNotNegative();
        }
    }
}
