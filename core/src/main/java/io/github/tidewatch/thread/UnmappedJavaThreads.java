package io.github.tidewatch.thread;

/** No Java thread is known by its tid, and why. */
public final class UnmappedJavaThreads implements JavaThreads {
    private final String reason;

    /** No mapping, because of {@code reason}. */
    public UnmappedJavaThreads(String reason) {
        this.reason = reason;
    }

    @Override
    public String description() {
        return "none: " + reason;
    }

    @Override
    public boolean isMapped() {
        return false;
    }

    @Override
    public void refresh() {}

    @Override
    public int count() {
        return 0;
    }

    @Override
    public Thread thread(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int tid(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public boolean isStillAlive(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public void release() {}

    @Override
    public void close() {}
}
