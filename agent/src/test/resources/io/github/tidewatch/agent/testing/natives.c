/* Threads that native code makes: attached to the JVM or not, detached or not. Each prints its tid and CPU time. */
#define _GNU_SOURCE
#include <jni.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum kind { PLAIN, DETACHED, NOT_DETACHED };

struct thread {
    JavaVM *vm;
    enum kind kind;
    const char *name;
    long nanos;
    long tid;
    long cpu_time;
};

static long now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void *run(void *argument) {
    struct thread *thread = argument;
    JNIEnv *env;
    prctl(PR_SET_NAME, thread->name);
    thread->tid = syscall(SYS_gettid);
    if (thread->kind != PLAIN) {
        JavaVMAttachArgs args = {JNI_VERSION_1_8, (char *) thread->name, NULL};
        if ((*thread->vm)->AttachCurrentThreadAsDaemon(thread->vm, (void **) &env, &args) != JNI_OK) {
            thread->tid = -1;
            return NULL;
        }
    }
    long end = now(CLOCK_MONOTONIC) + thread->nanos;
    while (now(CLOCK_MONOTONIC) < end) {
    }
    thread->cpu_time = now(CLOCK_THREAD_CPUTIME_ID);
    if (thread->kind == DETACHED) {
        (*thread->vm)->DetachCurrentThread(thread->vm);
    }
    return NULL;
}

/* Runs one such thread to its end, and gives its tid and its CPU time when it had done its work. */
JNIEXPORT jlongArray JNICALL Java_io_github_tidewatch_agent_testing_Natives_run(
        JNIEnv *env, jclass type, jint kind, jstring name, jlong nanos) {
    pthread_t id;
    struct thread thread = {.kind = (enum kind) kind, .nanos = nanos};
    (*env)->GetJavaVM(env, &thread.vm);
    thread.name = (*env)->GetStringUTFChars(env, name, NULL);
    if (pthread_create(&id, NULL, run, &thread) == 0) {
        pthread_join(id, NULL);
    }
    (*env)->ReleaseStringUTFChars(env, name, thread.name);
    jlong values[] = {thread.tid, thread.cpu_time};
    jlongArray result = (*env)->NewLongArray(env, 2);
    (*env)->SetLongArrayRegion(env, result, 0, 2, values);
    return result;
}
