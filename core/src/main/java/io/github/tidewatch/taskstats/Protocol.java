package io.github.tidewatch.taskstats;

/** The numbers of generic netlink's family TASKSTATS, from include/uapi/linux/taskstats.h. */
final class Protocol {
    static final String FAMILY_NAME = "TASKSTATS";
    static final int FAMILY_VERSION = 1;

    static final int CMD_GET = 1;
    static final int CMD_NEW = 2;

    static final int CMD_ATTR_PID = 1;
    static final int CMD_ATTR_TGID = 2;
    static final int CMD_ATTR_REGISTER_CPUMASK = 3;
    static final int CMD_ATTR_DEREGISTER_CPUMASK = 4;

    static final int TYPE_PID = 1;
    static final int TYPE_TGID = 2;
    static final int TYPE_STATS = 3;
    static final int TYPE_AGGR_PID = 4;
    static final int TYPE_AGGR_TGID = 5;

    private Protocol() {}
}
