package org.anychat.webrtc.srtp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * The way to {@code CounterMode} and {@code GHASH} of the JDK's provider, which checks the bounds of what it is given. Open
 * where Java was started with {@code --add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED} and has these classes as the
 * JDKs 17 to 25 have them, or 26, which has renamed one.
 *
 * <p>The handles of each packet are constants, as only those are compiled to direct calls.
 */
final class SunJceInternals {
    private static final String PACKAGE = "com.sun.crypto.provider.";
    private static final String ALGORITHM = "AES";

    private static final MethodHandle CRYPT;
    private static final MethodHandle RESTART;
    private static final MethodHandle HASH;
    private static final Constructors CONSTRUCTORS;
    private static final String REFUSAL;

    static {
        Handles handles = null;
        String refusal = null;
        try {
            handles = Handles.find();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            refusal = e.toString();
        }
        REFUSAL = refusal;
        CRYPT = handles == null ? null : handles.crypt();
        RESTART = handles == null ? null : handles.restart();
        HASH = handles == null ? null : handles.hash();
        CONSTRUCTORS = handles == null ? null : handles.constructors();
    }

    private SunJceInternals() {}

    /** Why they cannot be used; null where everything was found and is open. */
    static String refusal() {
        return REFUSAL;
    }

    /** AES in counter mode; it reads its counter from the caller's array whenever it is {@linkplain #restart restarted}. */
    static Object counterMode(byte[] key, byte[] counter) {
        try {
            Object mode =
                    CONSTRUCTORS.counterMode().newInstance(CONSTRUCTORS.aes().newInstance());
            CONSTRUCTORS.init().invoke(mode, false, ALGORITHM, key, counter);
            return mode;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static Object ghash(byte[] hashKey) {
        try {
            return CONSTRUCTORS.ghash().newInstance((Object) hashKey);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The two words of the hash so far, live. */
    static long[] stateOf(Object ghash) {
        try {
            return (long[]) CONSTRUCTORS.state().get(ghash);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static void restart(Object counterMode) {
        try {
            RESTART.invokeExact(counterMode);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Encrypts or decrypts; the input may be the output. */
    static void crypt(Object counterMode, byte[] input, int offset, int length, byte[] output, int outputOffset) {
        try {
            CRYPT.invokeExact(counterMode, input, offset, length, output, outputOffset);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Takes whole blocks into the hash. */
    static void hash(Object ghash, byte[] data, int offset, int length) {
        try {
            HASH.invokeExact(ghash, data, offset, length);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static IllegalStateException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
        return new IllegalStateException(cause);
    }

    /** What makes the objects of a key. */
    private record Constructors(
            Constructor<?> aes, Constructor<?> counterMode, Method init, Constructor<?> ghash, Field state) {}

    private record Handles(MethodHandle crypt, MethodHandle restart, MethodHandle hash, Constructors constructors) {
        /** Fails where something is missing or closed. */
        static Handles find() throws ReflectiveOperationException {
            Class<?> block = Class.forName(PACKAGE + "SymmetricCipher");
            Class<?> mode = Class.forName(PACKAGE + "CounterMode");
            Class<?> ghash = Class.forName(PACKAGE + "GHASH");
            Constructors constructors = new Constructors(
                    opened(aes().getDeclaredConstructor()),
                    opened(mode.getDeclaredConstructor(block)),
                    opened(mode.getDeclaredMethod("init", boolean.class, String.class, byte[].class, byte[].class)),
                    opened(ghash.getDeclaredConstructor(byte[].class)),
                    opened(ghash.getDeclaredField("state")));
            return new Handles(
                    handle(mode.getDeclaredMethod(
                            "encrypt", byte[].class, int.class, int.class, byte[].class, int.class)),
                    handle(mode.getDeclaredMethod("reset")),
                    handle(ghash.getDeclaredMethod("update", byte[].class, int.class, int.class)),
                    constructors);
        }

        private static Class<?> aes() throws ClassNotFoundException {
            try {
                return Class.forName(PACKAGE + "AESCrypt");
            } catch (ClassNotFoundException e) {
                // JDK-8326609
                return Class.forName(PACKAGE + "AES_Crypt");
            }
        }

        /** Without the hidden type, and without the result. */
        private static MethodHandle handle(Method method) throws IllegalAccessException {
            MethodHandle direct = MethodHandles.lookup().unreflect(opened(method));
            MethodType type = direct.type().changeParameterType(0, Object.class).changeReturnType(void.class);
            return direct.asType(type);
        }

        private static <T extends AccessibleObject> T opened(T member) {
            member.setAccessible(true);
            return member;
        }
    }
}
