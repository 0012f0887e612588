package io.github.tidewatch.jmc.parser;

import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.IMCThreadGroup;

/** A thread that the kernel knows and no Java thread is known for: the JVM's own, or one that had ended. */
record OsThread(String name, long osThreadId) implements IMCThread {
    @Override
    public String getThreadName() {
        return name;
    }

    /** Null, as JMC's own threads without a Java thread have it. */
    @Override
    public Long getThreadId() {
        return null;
    }

    @Override
    public IMCThreadGroup getThreadGroup() {
        return null;
    }

    @Override
    public String toString() {
        return name;
    }
}
