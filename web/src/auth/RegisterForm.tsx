import { type Api, ApiError } from '@parley/sdk';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { useSubmit } from '../ui/useSubmit.ts';

interface Props {
  api: Api;
  invite?: string;
  submit: string;
  done: () => void;
}

export function RegisterForm({ api, invite, submit, done }: Props) {
  const form = useSubmit(
    async values => {
      await api.register({
        handle: values('handle').trim().toLowerCase(),
        name: values('name').trim(),
        password: values('password'),
        ...(invite && { invite }),
      });
      done();
    },
    failure => explainRegistering(failure, invite !== undefined),
  );
  return (
    <form className="form" onSubmit={form.onSubmit}>
      <Field label="Your name" name="name" autoComplete="name" required maxLength={80} autoFocus />
      <Field
        label="Handle"
        hint="2 to 32 of a–z, 0–9, dot, dash, underscore. Others find you by it."
        name="handle"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        pattern="\s*[A-Za-z0-9][A-Za-z0-9._\-]{1,31}\s*"
        title="2 to 32 of a–z, 0–9, dot, dash, underscore, starting with a letter or digit"
      />
      <Field
        label="Password"
        hint="At least 8 characters."
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
      />
      {form.error && (
        <p className="form-error" role="alert">
          {form.error}
        </p>
      )}
      <button type="submit" className="button primary" disabled={form.busy}>
        {submit}
      </button>
    </form>
  );
}

function explainRegistering(failure: unknown, invited: boolean): string {
  const code = failure instanceof ApiError ? failure.code : undefined;
  if (code === 'conflict') return 'That handle is taken. Choose another.';
  if (code === 'expired') return 'This link was used already or is too old. Ask for a new one.';
  if (code === 'forbidden')
    return invited
      ? 'This link is not one of this server. Check that it is complete.'
      : 'This server is by invitation. Ask its administrator for a link.';
  return explain(failure);
}
