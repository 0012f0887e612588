package io.github.tidewatch.agent.cli.process;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.ErrorText;
import io.github.tidewatch.agent.cli.console.Text;
import io.github.tidewatch.linux.TaskName;
import io.github.tidewatch.procfs.TaskStat;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A process of this host that a user named by its pid. Knows it by pid and start time, so that a later process with the
 * same pid is another. Safe for use by several threads.
 */
public final class TargetProcess {
    /** Of a file: the maps of a process with 100 000 mappings fit. */
    private static final int MOST_BYTES = 16 << 20;

    /** What to do about a pid that is none of a JVM. */
    public static final String LIST = "'jcmd' or 'ps -C java' lists the JVMs";

    private static final long SIGQUIT = 1L << (3 - 1);

    /** Of a kernel thread (include/linux/sched.h). */
    private static final long PF_KTHREAD = 0x00200000;

    private final int pid;
    private final long startTicks;

    private TargetProcess(int pid, long startTicks) {
        this.pid = pid;
        this.startTicks = startTicks;
    }

    /**
     * The process.
     *
     * @throws CommandFailure if there is none, saying what to check
     */
    public static TargetProcess of(int pid) {
        try {
            String status = read(pid, "status");
            int tgid = Integer.parseInt(field(status, "Tgid"));
            if (tgid != pid) {
                throw new CommandFailure(pid + " is a thread of process " + tgid + ", not a process: give " + tgid);
            }
            if (hasEnded(status)) {
                throw new CommandFailure("process " + pid + " has ended (a zombie: its parent has not waited for it)");
            }
            TaskStat stat = TaskStat.read(Path.of("/proc/" + pid + "/stat"));
            if ((stat.flags() & PF_KTHREAD) != 0) {
                throw new CommandFailure("process " + pid + " (" + field(status, "Name")
                        + ") is a thread of the kernel, and no JVM: " + LIST);
            }
            return new TargetProcess(pid, stat.startTicks());
        } catch (IOException e) {
            if (!Files.notExists(Path.of("/proc/" + pid))) {
                throw new CommandFailure("process " + pid + " cannot be inspected: " + ErrorText.of(e), e);
            }
            throw new CommandFailure(
                    "there is no process " + pid + " here. " + LIST + "; a process in a container has another pid on"
                            + " the host than inside, and a /proc with hidepid hides those of other users",
                    e);
        }
    }

    /** Its pid, as this process sees it. */
    public int pid() {
        return pid;
    }

    /** Whether it is the process that asks. */
    public boolean isThisCommand() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self")).toString().equals(Integer.toString(pid));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it is still there; true if that cannot be found out, as without a free descriptor. */
    public boolean isAlive() {
        try {
            return startTicks(pid) == startTicks && !hasEnded(read(pid, "status"));
        } catch (IOException e) {
            return !Files.notExists(Path.of("/proc/" + pid));
        }
    }

    /** Its state as the kernel shows it, such as "S (sleeping)". */
    String state() {
        try {
            return field(read(pid, "status"), "State");
        } catch (IOException e) {
            return "ended";
        }
    }

    /** A zombie, but for one whose first thread has ended before others. */
    private static boolean hasEnded(String status) throws IOException {
        return field(status, "State").startsWith("Z")
                && field(status, "Threads").equals("1");
    }

    /** Why its files in /proc, which are its user's only, may not be read; null if they may. */
    public String whyUnreadable() {
        if (isReadable()) {
            return null;
        }
        int own = ownUid();
        boolean foreign = own != 0 && uid() != own;
        return "process " + pid + " (" + comm() + ") cannot be inspected: "
                + (foreign
                        ? "it belongs to another user. Run this as its user or as root"
                        : "it has capabilities that this process lacks, or this host keeps it from others. " + LIST
                                + ": one of your own can be inspected");
    }

    /** Its effective user, or -1. */
    public int uid() {
        return uidOf(Integer.toString(pid));
    }

    private static int uidOf(String pid) {
        return id(pid, "Uid");
    }

    /** Its effective group, or -1. */
    public int gid() {
        return id(Integer.toString(pid), "Gid");
    }

    private static int id(String pid, String name) {
        try {
            return Integer.parseInt(field(read(pid, "status"), name).split("\\s+", -1)[1]);
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    /** The effective user of this command. */
    public static int ownUid() {
        // Not by its pid, which in the /proc of another pid namespace is another's.
        return uidOf("self");
    }

    /** Its own pid in its innermost pid namespace; {@link #pid} where that is this process's. */
    public int innerPid() {
        try {
            String[] pids = field(read(pid, "status"), "NSpid").split("\\s+", -1);
            return Integer.parseInt(pids[pids.length - 1]);
        } catch (IOException | RuntimeException e) {
            return pid;
        }
    }

    /** Whether it is in another namespace of this kind ("pid", "user", "net", "mnt") than this process; false if unknown. */
    public boolean isInOther(String namespace) {
        try {
            Path other = Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + namespace));
            return !other.equals(Files.readSymbolicLink(Path.of("/proc/self/ns/" + namespace)));
        } catch (IOException e) {
            return false;
        }
    }

    /** The kernel's name of the process. */
    public String comm() {
        try {
            byte[] name = Files.readAllBytes(Path.of("/proc/" + pid + "/comm"));
            return TaskName.decode(name, 0, Math.max(0, name.length - 1)); // a newline follows
        } catch (IOException e) {
            return Text.UNKNOWN;
        }
    }

    /** Its arguments, "" if they cannot be read. */
    public String commandLine() {
        try {
            return read(pid, "cmdline").replace('\0', ' ').strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether an option was given to it, on the command line or in a variable that JVMs read. */
    public boolean hasArgument(String option) {
        try {
            return commandLine().contains(option)
                    || read(pid, "environ")
                            .replace('\0', '\n')
                            .lines()
                            .anyMatch(line -> line.contains("JAVA") && line.contains(option));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it catches the signal that attaching sends, and that ends a process which does not. */
    boolean handlesQuit() {
        try {
            return (Long.parseUnsignedLong(field(read(pid, "status"), "SigCgt"), 16) & SIGQUIT) != 0;
        } catch (IOException | NumberFormatException e) {
            return true;
        }
    }

    /** Its threads' ids, sorted; none if it has ended. */
    public int[] tids() {
        String[] names = new File("/proc/" + pid + "/task").list();
        return names == null
                ? new int[0]
                : Arrays.stream(names).mapToInt(Integer::parseInt).sorted().toArray();
    }

    /** The files that it has mapped, as {@code /proc/PID/maps} shows them; null if that cannot be seen. */
    String maps() {
        try {
            return read(pid, "maps");
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether its files in /proc that speak of what it does may be read: they are its user's only. */
    private boolean isReadable() {
        return Files.isReadable(Path.of("/proc/" + pid + "/io")) && canOpen("io");
    }

    private boolean canOpen(String file) {
        try {
            read(pid, file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static long startTicks(int pid) throws IOException {
        return TaskStat.read(Path.of("/proc/" + pid + "/stat")).startTicks();
    }

    /** The value of a line "NAME:\tVALUE". */
    static String field(String status, String name) throws IOException {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("no " + name));
    }

    /** What is longer (a process may make its own arguments as long as it likes) is cut. */
    private static String read(int pid, String file) throws IOException {
        return read(Integer.toString(pid), file);
    }

    private static String read(String pid, String file) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("/proc/" + pid + "/" + file))) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }
}
