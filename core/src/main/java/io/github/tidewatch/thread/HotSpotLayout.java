package io.github.tidewatch.thread;

import io.github.tidewatch.linux.SystemCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where HotSpot's JavaThread holds its OSThread, and that its tid: read from the tables that libjvm exports for the
 * serviceability agent (src/hotspot/share/runtime/vmStructs.hpp, {@code gHotSpotVMStructs}).
 */
final class HotSpotLayout {
    private static final int MOST_ENTRIES = 100_000;
    private static final String LIBRARY = "/libjvm.so";

    /** What the kernel appends to the name of a file that is no more. */
    private static final String DELETED = " (deleted)";

    /** Offset of {@code _osthread} in a JavaThread (declared there up to JDK 17, later in Thread). */
    final long osThread;

    /** Offset of {@code _thread_id}, 4 bytes, in an OSThread. */
    final long threadId;

    private HotSpotLayout(long osThread, long threadId) {
        this.osThread = osThread;
        this.threadId = threadId;
    }

    static HotSpotLayout read(SystemCalls calls, ProcessMemory memory) throws MappingException {
        return new Table(calls, memory, libjvm()).layout();
    }

    /**
     * The names under which the loaded libjvm.so may be known: its path, and where another file has taken its place since
     * (a JDK that was upgraded), its soname, which leads to the library that is loaded and never to the file.
     */
    private static List<String> libjvm() throws MappingException {
        try {
            // Not as lines of UTF-8: a path may hold any bytes.
            return names(new String(Files.readAllBytes(Path.of("/proc/self/maps")), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new MappingException("/proc/self/maps cannot be read: " + e.getMessage(), e);
        }
    }

    static List<String> names(String maps) throws MappingException {
        for (String line : maps.split("\n", -1)) {
            boolean deleted = line.endsWith(LIBRARY + DELETED);
            if (deleted || line.endsWith(LIBRARY)) {
                String path = line.substring(line.indexOf('/'), line.length() - (deleted ? DELETED.length() : 0));
                return List.of(path, LIBRARY.substring(1));
            }
        }
        throw new MappingException("this JVM has no libjvm.so");
    }

    private static final class Table {
        private final SystemCalls calls;
        private final ProcessMemory memory;
        private final List<String> library;
        private final Map<Long, String> names = new HashMap<>();

        Table(SystemCalls calls, ProcessMemory memory, List<String> library) {
            this.calls = calls;
            this.memory = memory;
            this.library = library;
        }

        HotSpotLayout layout() throws MappingException {
            long entry = variable("gHotSpotVMStructs");
            long stride = variable("gHotSpotVMStructEntryArrayStride");
            long typeName = variable("gHotSpotVMStructEntryTypeNameOffset");
            long fieldName = variable("gHotSpotVMStructEntryFieldNameOffset");
            long isStatic = variable("gHotSpotVMStructEntryIsStaticOffset");
            long offset = variable("gHotSpotVMStructEntryOffsetOffset");
            long osThread = -1;
            long threadId = -1;
            for (int i = 0; i < MOST_ENTRIES && (osThread < 0 || threadId < 0); i++, entry += stride) {
                long type = memory.readLong(entry + typeName);
                if (type == 0) {
                    break;
                }
                String owner = name(type);
                boolean thread = owner.equals("JavaThread") || owner.equals("Thread");
                if (!thread && !owner.equals("OSThread")) {
                    continue;
                }
                String field = name(memory.readLong(entry + fieldName));
                if (memory.readInt(entry + isStatic) != 0) {
                    continue;
                }
                if (thread && field.equals("_osthread")) {
                    osThread = memory.readLong(entry + offset);
                } else if (!thread && field.equals("_thread_id")) {
                    threadId = memory.readLong(entry + offset);
                }
            }
            if (osThread < 0 || threadId < 0) {
                throw new MappingException("the JVM's tables do not have the offset of "
                        + (osThread < 0 ? "JavaThread::_osthread" : "OSThread::_thread_id"));
            }
            return new HotSpotLayout(osThread, threadId);
        }

        private long variable(String symbol) throws MappingException {
            for (String name : library) {
                long address = calls.symbol(name, symbol);
                if (address != 0) {
                    return memory.readLong(address);
                }
            }
            throw new MappingException(library.get(0) + " does not export " + symbol
                    + ", or is not the file any more that this JVM was started from: then start it again");
        }

        private String name(long address) throws MappingException {
            // A type's name is one string for all of its fields.
            String known = names.get(address);
            if (known == null) {
                known = memory.readString(address);
                names.put(address, known);
            }
            return known;
        }
    }
}
