package io.github.tidewatch.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockIoRecheckTest {
    private final List<String> asked = new ArrayList<>();
    private boolean threadsThere;
    private Runnable task;

    private boolean start(String name, Runnable run) {
        asked.add(name);
        task = run;
        return threadsThere;
    }

    @Test
    void withoutAThreadRechecksAreDoneWithoutAndTriedAgain() {
        BlockIoRecheck recheck = new BlockIoRecheck(() -> -1, this::start);
        recheck.request();
        recheck.request();
        assertThat(asked).hasSize(2);
        threadsThere = true;
        recheck.request();
        recheck.request();
        assertThat(asked).as("one is enough").hasSize(3);
        task.run(); // no more are wanted
        recheck.request();
        assertThat(asked).hasSize(4);
    }
}
