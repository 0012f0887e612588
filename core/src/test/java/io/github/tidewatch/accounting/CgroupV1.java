package io.github.tidewatch.accounting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cgroup of the test's own in a controller of version 1, for tests with {@code @RequiresCgroupV1}. */
final class CgroupV1 implements AutoCloseable {
    private final Path controller;
    private final Path group;

    CgroupV1(String controllerName) throws IOException {
        controller = Path.of("/sys/fs/cgroup", controllerName);
        group = Files.createDirectory(
                controller.resolve("tidewatch-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime()));
    }

    private CgroupV1(CgroupV1 parent, String name) throws IOException {
        controller = parent.controller;
        group = Files.createDirectory(parent.group.resolve(name));
    }

    /** A group below this one. */
    CgroupV1 child(String name) throws IOException {
        return new CgroupV1(this, name);
    }

    void addProcess(long pid) throws IOException {
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
    }

    Path directory() {
        return group;
    }

    void set(String file, String value) throws IOException {
        Files.writeString(group.resolve(file), value);
    }

    void add(int tid) throws IOException {
        Files.writeString(group.resolve("tasks"), String.valueOf(tid));
    }

    @Override
    public void close() throws IOException {
        while (true) {
            try {
                for (String tid : Files.readAllLines(group.resolve("tasks"))) {
                    Files.writeString(controller.resolve("tasks"), tid);
                }
                Files.delete(group);
                return;
            } catch (IOException e) {
                // A thread ended between the list and the move, or is about to: the group is empty soon.
                if (Files.readAllLines(group.resolve("tasks")).isEmpty()) {
                    Files.delete(group);
                    return;
                }
            }
        }
    }
}
