package org.sekimori.control.cli;

import java.lang.reflect.Proxy;

/**
 * Calls a runnable when the process gets a signal. Through reflection, since {@code sun.misc.Signal} (module
 * jdk.unsupported) is the only way the platform has, and the compiler warns of every other use.
 */
final class Signals {
    private Signals() {}

    /** From now on that signal (TERM, INT, HUP) runs this, on a thread of its own, and nothing else. */
    static void on(String signalName, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if ("handle".equals(method.getName())) {
                            action.run();
                            return null;
                        }
                        return "hashCode".equals(method.getName())
                                ? System.identityHashCode(self)
                                : self == arguments[0];
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(signalName), proxy);
        } catch (ReflectiveOperationException problem) {
            throw new IllegalStateException("can't listen for SIG" + signalName, problem);
        }
    }
}
