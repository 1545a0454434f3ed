package org.sekimori.control.lab;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** All checks in the order they were made; each is printed as soon as it is known. */
public final class CheckReport {
    private final PrintWriter out;
    private final List<Check> checks = new ArrayList<>();
    private String scene = "";
    private volatile boolean muted;

    public CheckReport(PrintWriter out) {
        this.out = out;
    }

    /** Says what happens now. */
    public void say(String line) {
        if (!muted) {
            out.println(line);
            out.flush();
        }
    }

    /** Says one last thing: what is noticed while the lab is being taken down means nothing. */
    public void lastWord(String line) {
        say(line);
        muted = true;
    }

    /** Has the last word been said? */
    public boolean isMuted() {
        return muted;
    }

    /** Begins a scene; the checks that follow belong to it. */
    public void scene(String title) {
        scene = title;
        say("");
        say(title);
    }

    /** Notes one check. */
    public void check(String what, String expected, String got, boolean isOk) {
        Check check = new Check(scene, what, expected, got, isOk);
        checks.add(check);
        say(check.line());
    }

    public List<Check> checks() {
        return List.copyOf(checks);
    }

    public List<Check> failures() {
        return checks.stream().filter(check -> !check.isOk()).toList();
    }

    /** Did everything hold? Nothing checked is no. */
    public boolean isOk() {
        return !checks.isEmpty() && failures().isEmpty();
    }
}
