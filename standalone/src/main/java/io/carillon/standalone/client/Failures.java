package io.carillon.standalone.client;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;

/** Says in words why an exchange failed; many of the JDK's exceptions have a class but no message. */
final class Failures {

    private Failures() {}

    static String words(Throwable failure, ServiceUrl service) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (isUnresolved(cause)) {
            return "there is no host " + service.base().getHost();
        }
        return switch (cause) {
            case HttpTimeoutException _ -> service + " does not answer in time";
            case ConnectException _ -> "nothing listens at " + service;
            default -> {
                String message = cause.getMessage();
                yield message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
            }
        };
    }

    private static boolean isUnresolved(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }
}
