package io.github.tidewatch.examples;

import java.io.IOException;

/** A thread that waits for the disk: each of its reads goes past the page cache. */
final class DiskWait implements Workload {
    @Override
    public String name() {
        return "disk-wait";
    }

    @Override
    public String shows() {
        return "a thread (disk-reader) that reads past the page cache: most of its time is block I/O delay";
    }

    @Override
    public int defaultSeconds() {
        return 10;
    }

    @Override
    public void run(Settings settings, Progress progress) throws IOException, InterruptedException {
        try (ScratchFile file = ScratchFile.create(settings.directory(), settings.fileMib());
                Crew crew = new Crew()) {
            startReader(crew, file, name(), progress);
            crew.work(name(), settings.seconds(), progress);
        }
    }

    static void startReader(Crew crew, ScratchFile file, String workload, Progress progress) {
        file.caveat().ifPresent(caveat -> progress.note(workload + ": " + caveat));
        crew.start("disk-reader", () -> {
            while (!Thread.currentThread().isInterrupted()) {
                file.readSomewhere();
            }
        });
    }
}
