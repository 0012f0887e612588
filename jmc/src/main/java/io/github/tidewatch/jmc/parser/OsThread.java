package io.github.tidewatch.jmc.parser;

import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.IMCThreadGroup;

/** A thread that the kernel knows and JFR does not: a native one, or one that had ended. One object is one thread. */
final class OsThread implements IMCThread {
    private final String name;

    OsThread(String name) {
        this.name = name;
    }

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
