package io.github.tidewatch.taskstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.linux.Errno;
import io.github.tidewatch.linux.NativeMemory;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.netlink.Netlink;
import io.github.tidewatch.taskstats.TaskstatsException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitListenerTest {
    private final List<Integer> commands = new ArrayList<>();
    private int registrationError;
    private int drops = -1;
    private final FakeKernel kernel = new FakeKernel() {
        @Override
        public int getsockopt(int socket, int level, int option, NativeMemory value, NativeMemory length) {
            if (option != SystemCalls.SO_MEMINFO || drops < 0) {
                return -Errno.ENOPROTOOPT.number();
            }
            value.buffer().putInt(32, drops);
            return 0;
        }
    };
    private final TaskstatsClient client = TaskstatsClient.open(kernel);

    ExitListenerTest() {
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            if (attribute == Protocol.CMD_ATTR_PID) {
                FakeKernel.answer(sequence, attribute, id, queue);
            } else {
                commands.add(attribute);
                queue.add(Messages.error(sequence, FakeKernel.PORT, registrationError));
            }
        };
    }

    @Test
    void registersAndDeregistersBeforeItCloses() {
        client.registerCpumask("0-3");
        client.deregisterCpumask("1");
        client.close();
        assertThat(commands)
                .containsExactly(
                        Protocol.CMD_ATTR_REGISTER_CPUMASK,
                        Protocol.CMD_ATTR_DEREGISTER_CPUMASK,
                        Protocol.CMD_ATTR_DEREGISTER_CPUMASK);
        assertThat(kernel.closes).isEqualTo(2);
    }

    @Test
    void aRefusalIsTheErrorOfTheCallThatCausedIt() {
        registrationError = Errno.ERANGE.number();
        assertThatThrownBy(() -> client.registerCpumask("0-77"))
                .isInstanceOfSatisfying(
                        TaskstatsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContaining("0-77")
                .hasMessageContaining("ERANGE");
        registrationError = Errno.EPERM.number();
        assertThatThrownBy(() -> client.registerCpumask("0")).hasMessageContaining("CAP_NET_ADMIN");
        commands.clear();
        client.close();
        assertThat(commands).as("nothing is registered").isEmpty();
    }

    @Test
    void tasksThatEndBeforeTheAcknowledgementAreKept() throws Exception {
        FakeKernel.Answers acknowledge = kernel.onQuery;
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            queue.add(Messages.exit(501, 500));
            acknowledge.answer(sequence, attribute, id, queue);
            queue.add(Messages.exit(601, 600));
        };
        client.registerCpumask("0");
        assertThat(client.pollRegistered().orElseThrow().thread().id()).isEqualTo(501);
        ExitedTask second = client.listenRegistered();
        assertThat(second.thread().id()).isEqualTo(601);
        assertThat(second.group().orElseThrow().id()).isEqualTo(600);
        assertThat(second.records()).hasSize(2);
        assertThat(client.pollRegistered()).isEmpty();
        kernel.onQuery = acknowledge;
    }

    @Test
    void lossesAreCountedAsTheKernelDoesAndReportedOnce() throws Exception {
        client.registerCpumask("0");
        drops = 0;
        kernel.queue.add(Messages.exit(1, 1));
        assertThat(client.pollRegistered().orElseThrow().lostBefore()).isZero();
        drops = 7;
        kernel.queue.add(Errno.ENOBUFS.number());
        kernel.queue.add(Messages.exit(2, 2));
        kernel.queue.add(Messages.exit(3, 3));
        assertThat(client.pollRegistered().orElseThrow().lostBefore()).isEqualTo(7);
        assertThat(client.pollRegistered().orElseThrow().lostBefore()).isZero();
        kernel.queue.add(new byte[NetlinkSocket.SLOT_SIZE + 1]);
        kernel.queue.add(Messages.message(Messages.FAMILY, 0, 0, new byte[8]));
        kernel.queue.add(Messages.exit(4, 4));
        assertThat(client.pollRegistered().orElseThrow().toString()).contains("after 2 that were lost");
        assertThat(client.exitsLost()).isEqualTo(9);
    }

    @Test
    void onAKernelThatDoesNotCountAnOverrunIsAtLeastOneLost() throws Exception {
        client.registerCpumask("0");
        kernel.queue.add(Errno.ENOBUFS.number());
        kernel.queue.add(Messages.exit(2, 2));
        assertThat(client.pollRegistered().orElseThrow().lostBefore()).isEqualTo(1);
    }

    @Test
    void anAcknowledgementThatIsLostIsAskedForAgain() {
        FakeKernel.Answers acknowledge = kernel.onQuery;
        int[] times = {0};
        kernel.onQuery = (sequence, attribute, id, queue) -> {
            if (times[0]++ == 0) {
                queue.add(Errno.ENOBUFS.number());
            } else {
                acknowledge.answer(sequence, attribute, id, queue);
            }
        };
        client.registerCpumask("0");
        kernel.onQuery = (sequence, attribute, id, queue) -> {};
        assertThatThrownBy(() -> client.registerCpumask("1")).hasMessageContaining("did not acknowledge");
    }

    @Test
    void whatIsNoExitIsIgnored() throws Exception {
        client.registerCpumask("0");
        kernel.queue.add(Messages.stats(9, FakeKernel.PORT, 77));
        kernel.queue.add(Messages.error(9999, FakeKernel.PORT, 3));
        kernel.queue.add(Messages.message(Netlink.NLMSG_DONE, 0, 0, new byte[4]));
        assertThat(client.listenRegistered(Duration.ZERO)).isEmpty();
        kernel.queue.add(Errno.EBADF.number());
        assertThatThrownBy(client::pollRegistered).isInstanceOf(TaskstatsException.class);
    }
}
