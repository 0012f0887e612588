package io.github.tidewatch.benchmarks.jvm;

/** The shortest of applications; with an argument it runs a thread first, and stays for so many milliseconds. */
public final class Hello {
    /** The name of the thread that is run before all else. */
    static final String FIRST_THREAD = "first-thread";

    private Hello() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0) {
            Thread first = new Thread(FIRST_THREAD);
            first.start();
            first.join();
            Thread.sleep(Long.parseLong(args[0]));
        }
        System.out.println("Hello, world");
    }
}
