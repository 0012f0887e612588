/*
 * The kernel's own price of taskstats: as little as a program in C can do to ask about many tasks.
 *
 * Reads commands from stdin, one a line, and answers each with a line:
 *   tasks ID ID ...   the tasks to ask about              -> ok COUNT
 *   batched PASSES    64 requests in a datagram           -> NANOSECONDS ANSWERS
 *   single PASSES     one request in a datagram           -> NANOSECONDS ANSWERS
 * Nanoseconds are the CPU time of this thread for all passes; nothing here waits. What fails says why on stderr and ends
 * the program.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/taskstats.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64, REQUEST = 28, REPLY = 2048, MOST_TASKS = 100000 };

struct request {
    struct nlmsghdr header;
    struct genlmsghdr generic;
    struct nlattr attribute;
    uint32_t value;
};

static int netlink;
static uint16_t family;
static uint32_t sequence = 100;
static uint32_t tasks[MOST_TASKS];
static int task_count;
static volatile uint64_t sum; /* volatile, so that what is read is not left out */
static char replies[BATCH][REPLY];
static struct iovec vectors[BATCH];
static struct mmsghdr messages[BATCH];

static void fail(const char *what) {
    fprintf(stderr, "taskstats_baseline: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void find_family(void) {
    struct {
        struct nlmsghdr header;
        struct genlmsghdr generic;
        struct nlattr attribute;
        char name[12];
    } ask = {.header = {.nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN) + NLA_HDRLEN + 12,
                        .nlmsg_type = GENL_ID_CTRL,
                        .nlmsg_flags = NLM_F_REQUEST,
                        .nlmsg_seq = 1},
             .generic = {.cmd = CTRL_CMD_GETFAMILY, .version = 1},
             .attribute = {.nla_len = NLA_HDRLEN + 10, .nla_type = CTRL_ATTR_FAMILY_NAME},
             .name = TASKSTATS_GENL_NAME};
    if (send(netlink, &ask, ask.header.nlmsg_len, 0) < 0) fail("send");
    char reply[4096];
    ssize_t length = recv(netlink, reply, sizeof reply, 0);
    if (length < 0) fail("recv");
    if (((struct nlmsghdr *)reply)->nlmsg_type == NLMSG_ERROR) {
        errno = ENOENT;
        fail("family TASKSTATS");
    }
    for (char *at = reply + NLMSG_LENGTH(GENL_HDRLEN); at + NLA_HDRLEN <= reply + length;) {
        struct nlattr *attribute = (struct nlattr *)at;
        if (attribute->nla_type == CTRL_ATTR_FAMILY_ID) family = *(uint16_t *)(at + NLA_HDRLEN);
        at += NLA_ALIGN(attribute->nla_len);
    }
}

static void fill(struct request *request, uint32_t task) {
    request->header = (struct nlmsghdr){
        .nlmsg_len = REQUEST, .nlmsg_type = family, .nlmsg_flags = NLM_F_REQUEST, .nlmsg_seq = ++sequence};
    request->generic = (struct genlmsghdr){.cmd = TASKSTATS_CMD_GET, .version = 1};
    request->attribute = (struct nlattr){.nla_len = NLA_HDRLEN + 4, .nla_type = TASKSTATS_CMD_ATTR_PID};
    request->value = task;
}

/* Adds up some of the counters; 1 if this is an answer, 0 if the task is gone. */
static int take(char *reply, ssize_t length) {
    struct nlmsghdr *header = (struct nlmsghdr *)reply;
    if (header->nlmsg_type == NLMSG_ERROR) {
        int error = -*(int *)(reply + NLMSG_HDRLEN);
        if (error == ESRCH) return 0;
        errno = error;
        fail("query");
    }
    char *at = reply + NLMSG_LENGTH(GENL_HDRLEN) + NLA_HDRLEN; /* into the aggregate */
    while (at + NLA_HDRLEN <= reply + length) {
        struct nlattr *attribute = (struct nlattr *)at;
        if (attribute->nla_type == TASKSTATS_TYPE_STATS) {
            struct taskstats *stats = (struct taskstats *)(at + NLA_HDRLEN);
            sum += stats->cpu_run_virtual_total + stats->cpu_delay_total + stats->blkio_delay_total + stats->nvcsw;
            return 1;
        }
        at += NLA_ALIGN(attribute->nla_len);
    }
    return 0;
}

static int batched(void) {
    struct request requests[BATCH];
    int answers = 0;
    for (int from = 0; from < task_count; from += BATCH) {
        int count = task_count - from < BATCH ? task_count - from : BATCH;
        for (int i = 0; i < count; i++) fill(&requests[i], tasks[from + i]);
        if (send(netlink, requests, (size_t)count * REQUEST, 0) < 0) fail("send");
        for (int received = 0; received < count;) {
            int more = recvmmsg(netlink, messages, count - received, MSG_WAITFORONE, NULL);
            if (more < 0) fail("recvmmsg");
            for (int i = 0; i < more; i++) answers += take(replies[i], messages[i].msg_len);
            received += more;
        }
    }
    return answers;
}

static int single(void) {
    struct request request;
    int answers = 0;
    for (int i = 0; i < task_count; i++) {
        fill(&request, tasks[i]);
        if (send(netlink, &request, REQUEST, 0) < 0) fail("send");
        ssize_t length = recv(netlink, replies[0], REPLY, 0);
        if (length < 0) fail("recv");
        answers += take(replies[0], length);
    }
    return answers;
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void measure(int (*pass)(void), int passes) {
    uint64_t begin = now();
    long answers = 0;
    for (int i = 0; i < passes; i++) answers += pass();
    printf("%llu %ld\n", (unsigned long long)(now() - begin), answers);
}

int main(void) {
    _Static_assert(sizeof(struct request) == REQUEST, "a request has 28 bytes");
    netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
    if (netlink < 0) fail("socket");
    struct sockaddr_nl self = {.nl_family = AF_NETLINK};
    if (bind(netlink, (struct sockaddr *)&self, sizeof self) < 0) fail("bind");
    find_family();
    for (int i = 0; i < BATCH; i++) {
        vectors[i] = (struct iovec){replies[i], REPLY};
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0) {
        char *rest;
        char *command = strtok_r(line, " \n", &rest);
        if (command == NULL) continue;
        if (strcmp(command, "tasks") == 0) {
            task_count = 0;
            for (char *id; (id = strtok_r(NULL, " \n", &rest)) != NULL && task_count < MOST_TASKS;)
                tasks[task_count++] = (uint32_t)strtoul(id, NULL, 10);
            printf("ok %d\n", task_count);
        } else if (strcmp(command, "batched") == 0) {
            measure(batched, atoi(strtok_r(NULL, " \n", &rest)));
        } else if (strcmp(command, "single") == 0) {
            measure(single, atoi(strtok_r(NULL, " \n", &rest)));
        } else {
            errno = EINVAL;
            fail(command);
        }
    }
    return 0;
}
