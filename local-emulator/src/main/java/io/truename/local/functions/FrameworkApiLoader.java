// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

/**
 * Class loader that gives a function the same view of the functions framework as the cloud: the interfaces it implements,
 * without the framework's own Jetty and Jackson. The framework has such a loader too, but it is private.
 */
final class FrameworkApiLoader extends ClassLoader {
    private static final String FUNCTIONS_API = "com.google.cloud.functions.";
    private static final String EVENTS_API = "io.cloudevents.";

    private final ClassLoader framework;

    FrameworkApiLoader(ClassLoader framework) {
        super(ClassLoader.getPlatformClassLoader());
        this.framework = framework;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (isDirectlyIn(FUNCTIONS_API, name) || isDirectlyIn(EVENTS_API, name)) {
            return framework.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }

    private static boolean isDirectlyIn(String prefix, String name) {
        return name.startsWith(prefix) && Character.isUpperCase(name.charAt(prefix.length()));
    }
}
