package io.github.tidewatch.intervals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.procfs.DescriptorBudget;
import org.junit.jupiter.api.Test;

class TaskTest {
    private final Task task = new Task(1, DescriptorBudget.ofThisProcess(), 1);

    @Test
    void keepsTheNameOfItsJavaThread() {
        task.mapTo(new Thread("a Java thread with a long name"));
        task.unmapped();
        task.unmapped();
        assertThat(task.javaThread()).isNull();
        assertThat(task.isIdentified(true)).isTrue();
        assertThat(task.name()).isEqualTo("a Java thread with a long name");
    }

    @Test
    void isIdentifiedOnceItIsMapped() {
        assertThat(task.isIdentified(false)).isTrue();
        task.unmapped();
        assertThat(task.isIdentified(true)).as("it may be starting").isFalse();
        task.mapTo(Thread.currentThread());
        assertThat(task.isIdentified(true)).isTrue();
        task.unmapped();
        assertThat(task.isIdentified(true)).as("it may be ending").isFalse();
    }
}
