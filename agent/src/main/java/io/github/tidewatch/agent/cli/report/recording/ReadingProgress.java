package io.github.tidewatch.agent.cli.report.recording;

/** Receives how far reading has come. */
public interface ReadingProgress {
    /** Does nothing. */
    ReadingProgress NONE = (done, total) -> {};

    /** How many bytes of how many are read, about; both of all files. */
    void read(long done, long total);
}
