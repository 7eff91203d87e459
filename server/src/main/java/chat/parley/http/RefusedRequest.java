package chat.parley.http;

/**
 * The request cannot be understood: a path, parameter or body is not what the contract says. Thrown where it is read, so
 * that an endpoint sees only well-formed values; what a use case refuses is returned, not thrown.
 */
final class RefusedRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RefusedRequest(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static RefusedRequest badRequest(String detail) {
        return new RefusedRequest(Problem.badRequest(detail));
    }

    Problem problem() {
        return problem;
    }
}
