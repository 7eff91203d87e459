import type { Api } from '@parley/sdk';
import { t } from '../language/later.ts';
import { navigate, paths, type Route } from '../route.ts';
import { Logo } from '../ui/icons.tsx';
import { Link } from '../ui/Link.tsx';
import { RegisterForm } from './RegisterForm.tsx';
import { SignInForm } from './SignInForm.tsx';

/** Setting up, joining by invitation, registering, signing in: one card, one form each. */
export function AuthPage({ route, api }: { route: Route; api: Api }) {
  const done = () => {
    if (route.page !== 'conversation') navigate(paths.home, 'replace');
  };
  return (
    <main className="auth">
      <div className="auth-card">
        <p className="auth-brand">
          <Logo /> Parley
        </p>
        <AuthForm route={route} api={api} done={done} />
      </div>
    </main>
  );
}

function AuthForm({ route, api, done }: { route: Route; api: Api; done: () => void }) {
  switch (route.page) {
    case 'setup':
      return (
        <>
          <h1>{t('auth.setUp')}</h1>
          <p className="muted">{t('auth.setUpHint')}</p>
          <RegisterForm api={api} invite={route.invite} submit={t('auth.createAdministrator')} done={done} />
        </>
      );
    case 'join':
      return (
        <>
          <h1>{t('auth.invited')}</h1>
          <p className="muted">{t('auth.choose')}</p>
          <RegisterForm api={api} invite={route.invite} submit={t('auth.join')} done={done} />
        </>
      );
    case 'register':
      return (
        <>
          <h1>{t('auth.createAnAccount')}</h1>
          <RegisterForm api={api} submit={t('auth.createAccount')} done={done} />
          <p className="muted">
            {t('auth.already')} <Link to={paths.signIn}>{t('auth.signIn')}</Link>
          </p>
        </>
      );
    case 'sign-in':
    case 'home':
    case 'threads':
    case 'conversation':
      return (
        <>
          <h1>{t('auth.signIn')}</h1>
          <SignInForm api={api} done={done} />
          <p className="muted">
            {t('auth.new')} <Link to={paths.register}>{t('auth.createAnAccount')}</Link>
          </p>
        </>
      );
  }
}
