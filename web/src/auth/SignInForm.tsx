import { type Api, ApiError } from '@parley/sdk';
import { t } from '../language/later.ts';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { useSubmit } from '../ui/useSubmit.ts';

export function SignInForm({ api, done }: { api: Api; done: () => void }) {
  const form = useSubmit(
    async values => {
      await api.signIn(values('handle').trim().toLowerCase(), values('password'));
      done();
    },
    failure =>
      failure instanceof ApiError && failure.code === 'unauthenticated' ? t('auth.wrong') : explain(failure),
  );
  return (
    <form className="form" onSubmit={form.onSubmit}>
      <Field
        label={t('auth.handle')}
        name="handle"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
      />
      <Field
        label={t('auth.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      {form.error && (
        <p className="form-error" role="alert">
          {form.error}
        </p>
      )}
      <button type="submit" className="button primary" disabled={form.busy}>
        {t('auth.signIn')}
      </button>
    </form>
  );
}
