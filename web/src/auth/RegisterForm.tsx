import { type Api, ApiError } from '@parley/sdk';
import { t } from '../language/later.ts';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { fitHandle, fitName, Unfit } from './rules.ts';

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
        handle: fitHandle(values('handle')),
        name: fitName(values('name')),
        password: values('password'),
        ...(invite && { invite }),
      });
      done();
    },
    failure => explainRegistering(failure, invite !== undefined),
  );
  return (
    <form className="form" onSubmit={form.onSubmit}>
      <Field label={t('auth.name')} name="name" autoComplete="name" required maxLength={80} autoFocus />
      <Field
        label={t('auth.handle')}
        hint={t('auth.handleHint')}
        name="handle"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <Field
        label={t('auth.password')}
        hint={t('auth.passwordHint')}
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
  if (failure instanceof Unfit) return failure.message;
  const code = failure instanceof ApiError ? failure.code : undefined;
  if (code === 'conflict') return t('auth.handleTaken');
  if (code === 'expired') return t('auth.expired');
  if (code === 'forbidden') return invited ? t('auth.notOfThisServer') : t('auth.byInvitation');
  return explain(failure);
}
