package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.netlink.Netlink;
import io.github.tidewatch.taskstats.TaskstatsException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TaskstatsClientTest {
    private final FakeKernel kernel = new FakeKernel();
    private final TaskstatsClient client = TaskstatsClient.open(kernel);

    @AfterEach
    void close() {
        client.close();
        assertThat(kernel.closes).isEqualTo(1);
    }

    @Test
    void asksForSixtyFourInADatagram() {
        kernel.datagrams.clear();
        assertThat(Answers.ask(client, range(130)).missing()).isEmpty();
        assertThat(kernel.datagrams).containsExactly(64, 64, 2);
        assertThat(client.queries()).as("with the one of open()").isEqualTo(131);
        assertThat(client.queriesRepeated() + client.queriesFailed() + client.repliesDropped())
                .isZero();
        assertThat(client.version()).isEqualTo(16);
    }

    @Test
    void aClientForOneTaskAtATimeStillGetsTheAnswersAboutMany() {
        try (TaskstatsClient small = TaskstatsClient.openForOne(new FakeKernel())) {
            assertThat(Answers.ask(small, range(1)).missing()).isEmpty();
            assertThat(Answers.ask(small, range(130)).missing()).isEmpty();
            assertThat(small.repliesLost()).isZero();
        }
    }

    @Test
    void everyRefusalIsItsOwnOutcome() {
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            int error = id % 4 == 1 ? 3 : id % 4 == 2 ? 1 : 22;
            if (id % 4 == 0) {
                FakeKernel.answer(sequence, attribute, id, queue);
            } else {
                queue.add(Messages.error(sequence, FakeKernel.PORT, error));
            }
        };
        assertThat(Answers.ask(client, 4, 5, 6, 7, 8).missing())
                .containsExactly("5 GONE", "6 NOT_PERMITTED", "7 FAILED");
        assertThat(client.lastError()).isEqualTo(Errno.EINVAL.number());
        assertThat(client.queriesFailed()).isEqualTo(2);
        assertThatThrownBy(() -> client.pidStats(5))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.GONE));
        assertThatThrownBy(() -> client.tgidStats(6))
                .hasMessageContaining("CAP_NET_ADMIN")
                .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.NOT_PERMITTED));
    }

    @Test
    void aTaskThatExitsDuringTheQueryIsGone() {
        kernel.onQuery = (sequence, attribute, id, queue) ->
                queue.add(Messages.stats(sequence, FakeKernel.PORT, id, Messages.struct(0)));
        assertThat(Answers.ask(client, 12).missing()).containsExactly("12 GONE");
    }

    @Test
    void answersOfOthersAreDroppedAndCounted() {
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            queue.add(Messages.stats(sequence - 1000, FakeKernel.PORT, id + 1)); // late
            queue.add(Messages.error(sequence - 1, FakeKernel.PORT, 3)); // late
            queue.add(Messages.error(sequence, FakeKernel.PORT + 1, 3)); // another socket
            queue.add(Messages.stats(sequence, FakeKernel.PORT + 1, id));
            queue.add(Messages.stats(sequence, FakeKernel.PORT, id + 1)); // another task
            queue.add(Messages.stats(sequence, FakeKernel.PORT, id, Messages.struct(id + 1))); // its numbers
            queue.add(Messages.stats(sequence, FakeKernel.PORT, id + 1, Messages.struct(id)));
            queue.add(Messages.groupStats(sequence, FakeKernel.PORT, id)); // a group
            queue.add(Messages.exit(id, id));
            queue.add(Messages.message(Netlink.NLMSG_DONE, sequence, FakeKernel.PORT, new byte[4]));
            queue.add(new byte[3]);
            queue.add(new byte[NetlinkSocket.SLOT_SIZE + 1]);
            FakeKernel.answer(sequence, attribute, id, queue);
        };
        assertThat(Answers.ask(client, 21).missing()).isEmpty();
        assertThat(client.repliesDropped()).isEqualTo(12);
        assertThat(Answers.ask(client, range(64)).missing()).isEmpty();
    }

    @Test
    void duplicatesCountOnce() {
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            FakeKernel.answer(sequence, attribute, id, queue);
            FakeKernel.answer(sequence, attribute, id, queue);
            queue.add(Messages.error(sequence, FakeKernel.PORT, 3));
        };
        for (int i = 0; i < 10; i++) {
            assertThat(Answers.ask(client, range(64)).missing()).isEmpty();
        }
    }

    @Test
    void anAnswerThatComesTooLateIsNotGivenToTheNextQuestion() {
        List<byte[]> late = new ArrayList<>();
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            late.add(Messages.stats(sequence, FakeKernel.PORT, id));
            if (late.size() > 3) {
                queue.add(late.remove(0));
                FakeKernel.answer(sequence, attribute, id, queue);
            }
        };
        assertThat(Answers.ask(client, 31).missing()).containsExactly("31 LOST");
        assertThat(Answers.ask(client, 32).missing()).isEmpty();
        assertThat(Answers.ask(client, 33).missing()).isEmpty();
        assertThat(client.repliesLost()).isEqualTo(1);
        assertThat(client.queriesRepeated()).isEqualTo(2);
    }

    @Test
    void afterAnOverrunTheUnansweredAreAskedAgainInSmallerNumbers() {
        int[] room = new int[1];
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            if (queue.isEmpty()) {
                room[0] = 5;
            }
            if (room[0]-- > 0) {
                FakeKernel.answer(sequence, attribute, id, queue);
            } else if (room[0] == -1) {
                queue.addFirst(Errno.ENOBUFS.number());
            }
        };
        kernel.datagrams.clear();
        assertThat(Answers.ask(client, range(64)).missing()).isEmpty();
        assertThat(kernel.datagrams.get(0)).isEqualTo(64);
        assertThat(kernel.datagrams.get(1)).isEqualTo(5);
        assertThat(client.repliesLost()).isZero();
        assertThat(client.repliesDropped()).isZero();
    }

    @Test
    @Timeout(20)
    void answersThatNeverComeAreLostAndNothingHangs() {
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            if (id % 2 == 0) {
                queue.add(Errno.ENOBUFS.number());
            } else {
                FakeKernel.answer(sequence, attribute, id, queue);
            }
        };
        assertThat(Answers.ask(client, 1, 2, 3, 4, 5).missing()).containsExactly("2 LOST", "4 LOST");
        kernel.onQuery = (sequence, attribute, id, queue) -> {};
        kernel.endless = Messages.stats(-5, FakeKernel.PORT, 6);
        assertThat(Answers.ask(client, 6).missing()).containsExactly("6 LOST");
    }

    @Test
    void interruptedAndShortCallsAreContinued() {
        kernel.mostPerCall = 3;
        kernel.sendErrors.addAll(List.of(Errno.EINTR.number(), Errno.EINTR.number()));
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            queue.add(Errno.EINTR.number());
            FakeKernel.answer(sequence, attribute, id, queue);
        };
        assertThat(Answers.ask(client, range(64)).missing()).isEmpty();
        assertThat(client.queriesRepeated()).isZero();
    }

    @Test
    void shortMemoryIsAskedAgain() {
        kernel.sendErrors.add(Errno.ENOBUFS.number());
        int[] refusals = {2};
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            if (refusals[0]-- > 0) {
                queue.add(Messages.error(sequence, FakeKernel.PORT, Errno.ENOMEM.number()));
            } else {
                FakeKernel.answer(sequence, attribute, id, queue);
            }
        };
        assertThat(Answers.ask(client, 1, 2, 3).missing()).isEmpty();
    }

    @Test
    void aSocketThatFailsAnswersEveryQuestion() {
        kernel.sendErrors.add(Errno.EBADF.number());
        kernel.sendErrors.add(Errno.EBADF.number());
        assertThat(Answers.ask(client, range(65)).missing()).hasSize(65).allMatch(s -> s.endsWith(" FAILED"));
        assertThat(client.lastError()).isEqualTo(Errno.EBADF.number());
        kernel.queue.add(Errno.EBADF.number());
        assertThat(Answers.ask(client, 1).missing()).containsExactly("1 FAILED");
    }

    @Test
    void theRightMayBeLostInMidRun() {
        int[] asked = {0};
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            if (asked[0]++ < 70) {
                FakeKernel.answer(sequence, attribute, id, queue);
            } else {
                queue.add(Messages.error(sequence, FakeKernel.PORT, Errno.EPERM.number()));
            }
        };
        assertThat(Answers.ask(client, range(100)).missing()).hasSize(30).allMatch(s -> s.endsWith(" NOT_PERMITTED"));
    }

    @Test
    void aReceiverThatThrowsLeavesTheClientUsable() {
        StatsReceiver throwing = new StatsReceiver() {
            @Override
            public void stats(int index, TaskStatsView view) {
                throw new IllegalArgumentException("mine");
            }

            @Override
            public void missing(int index, Outcome outcome) {}
        };
        assertThatThrownBy(() -> client.pidStats(range(64), 0, 64, throwing)).hasMessage("mine");
        assertThat(Answers.ask(client, range(64)).missing()).isEmpty();
        assertThatThrownBy(() -> client.pidStats(new int[] {1}, 0, 1, new StatsReceiver() {
                    @Override
                    public void stats(int index, TaskStatsView view) {
                        client.pidStats(2);
                    }

                    @Override
                    public void missing(int index, Outcome outcome) {}
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void misuseIsRefused() {
        assertThatThrownBy(() -> client.pidStats(new int[3], 1, 3, new Answers()))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(client::pollRegistered).isInstanceOf(IllegalStateException.class);
        client.close();
        assertThatThrownBy(() -> client.pidStats(1)).isInstanceOf(IllegalStateException.class);
        client.close();
    }

    private static int[] range(int count) {
        return IntStream.range(2000, 2000 + count).toArray();
    }

    private static Reason reason(Throwable e) {
        return ((TaskstatsException) e).reason();
    }
}
